package dev.tocsin.app.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** People, places and policies of a node on which alerts are tried, and what they are told. */
public final class AlertStage implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** In which a message too many would have come. */
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final RunningNode node;
  private final ApiClient owner;
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<String> alerts = new ArrayList<>();

  public AlertStage(RunningNode node, ApiClient owner) {
    this.node = node;
    this.owner = owner;
  }

  @Override
  public void close() {
    alerts.forEach(alert -> owner.post("/alerts/" + alert + "/resolve"));
    receivers.forEach(Receiver::close);
  }

  public static int number() {
    return NUMBER.incrementAndGet();
  }

  public Receiver receiver() {
    Receiver receiver = new Receiver();
    receivers.add(receiver);
    return receiver;
  }

  public Map<String, Object> channel(Receiver receiver) {
    String id =
        owner
            .post(
                "/channels",
                Map.of(
                    "name",
                    "Channel " + NUMBER.incrementAndGet(),
                    "type",
                    "webhook",
                    "url",
                    receiver.url()))
            .expect(201)
            .text("id");
    return Map.of("type", "channel", "id", id);
  }

  public record Person(String id, ApiClient client) {}

  public Person join() {
    String email = "person" + NUMBER.incrementAndGet() + "@example.com";
    String url =
        owner
            .post("/invitations", Map.of("email", email, "role", "responder"))
            .expect(201)
            .text("url");
    node.nobody()
        .post(
            "/invitations/accept",
            Map.of("token", url.replaceAll(".*token=", ""), "password", RunningNode.PASSWORD))
        .expect(201);
    ApiClient client = node.nobody().signIn(email, RunningNode.PASSWORD);
    for (JsonNode user : owner.get("/users").expect(200).json().get("items")) {
      if (user.path("email").asText().equals(email)) {
        return new Person(user.path("id").asText(), client);
      }
    }
    throw new AssertionError(email + " is nobody");
  }

  /** Somebody whom a program of their own tells; a code has been sent there. */
  public String person(Receiver receiver) {
    Person person = join();
    contact(person, receiver);
    receiver.forget();
    return person.id();
  }

  public String contact(Person person, Receiver receiver) {
    String path = "/users/" + person.id() + "/contact-methods";
    String id =
        person
            .client()
            .post(
                path,
                Map.of(
                    "name",
                    "Way " + NUMBER.incrementAndGet(),
                    "type",
                    "webhook",
                    "url",
                    receiver.url()))
            .expect(201)
            .text("id");
    person.client().post(path + "/" + id + "/verify").expect(200);
    String code = receiver.told().getLast().body().path("code").asText();
    person.client().post(path + "/" + id + "/confirm", Map.of("code", code)).expect(200);
    return id;
  }

  @SafeVarargs
  public static Map<String, Object> step(String delay, Map<String, Object>... targets) {
    return Map.of("delay", delay, "targets", List.of(targets));
  }

  @SafeVarargs
  public final String policy(int repeat, Map<String, Object>... steps) {
    return owner
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Policy " + NUMBER.incrementAndGet(),
                "repeat",
                repeat,
                "steps",
                List.of(steps)))
        .expect(201)
        .text("id");
  }

  public String raise(String policy) {
    String id =
        owner
            .post("/alerts", Map.of("title", "Smoke in room 4", "escalationPolicyId", policy))
            .expect(201)
            .text("id");
    alerts.add(id);
    return id;
  }

  public String state(String alert) {
    return owner.get("/alerts/" + alert).expect(200).text("state");
  }

  public String link(JsonNode body) {
    String shown = body.at("/alerts/0/acknowledgeUrl").asText();
    return node.uri(URI.create(shown).getRawPath()).toString();
  }

  public static int http(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  public static void told(Receiver receiver, int count) {
    await().atMost(SOON).untilAsserted(() -> assertThat(receiver.told()).hasSize(count));
  }

  public static void quiet(Receiver receiver, int count) {
    await().during(A_WHILE).atMost(SOON).until(() -> receiver.told().size() == count);
  }

  public static void pause(Duration time) {
    await().pollDelay(time).until(() -> true);
  }
}
