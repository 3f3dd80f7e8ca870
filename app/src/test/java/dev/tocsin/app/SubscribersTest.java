package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.app.testing.MailDoor;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.notify.webhook.Signature;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers are told of what a status page says: they ask for it, and end it, by themselves. */
class SubscribersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private RunningNode node;

  @Test
  void oneIsAskedToldAndGoneByOneClick() throws Exception {
    try (var door = new MailDoor();
        var running = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", door.url()))) {
      node = running;
      var owner = node.owner();
      String api = page(owner);
      post("/status/acme/subscribe", "type=email&address=ann%40example.com").expect(200);
      MimeMessage asked = mails(door, 1).getFirst();
      assertThat(asked.getSubject()).isEqualTo("Confirm that you want updates of Acme & Co");
      assertThat(asked.getHeader("List-Unsubscribe")).isNull();
      assertThat(MailDoor.html(asked)).contains("Acme &amp; Co").doesNotContain("<img");
      assertThat(get(link(asked, "/subscribe/")).body()).contains("Confirm");
      publish(owner, api, "Too early for Ann");
      post(path(link(asked, "/subscribe/")), "").expect(303);

      publish(owner, api, "Labels \r\nBcc: eve@example.com fail");
      MimeMessage told = mails(door, 2).getLast();
      assertThat(told.getSubject())
          .isEqualTo("[Acme & Co] Investigating: Labels Bcc: eve@example.com fail");
      assertThat(told.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("ann@example.com");
      assertThat(told.getHeader("Bcc")).isNull();
      assertThat(told.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(told.getHeader("Precedence")).containsExactly("bulk");
      assertThat(told.getHeader("List-Id")[0]).matches("<[a-z0-9.-]+>");
      assertThat(told.getHeader("Reply-To")).isNull();
      assertThat(MailDoor.text(told))
          .contains("We look into it", "- API: Partial outage", "/status/acme/incidents/")
          .doesNotContain("**");
      assertThat(MailDoor.html(told))
          .contains("We <strong>look</strong> into it &lt;script&gt;", "API", "Partial outage")
          .doesNotContain("<script", "<img");
      assertThat(get(link(told, "/status/acme/incidents/")).statusCode()).isEqualTo(200);

      String leave = told.getHeader("List-Unsubscribe")[0].replaceAll("[<>]", "");
      assertThat(told.getHeader("List-Unsubscribe-Post"))
          .containsExactly("List-Unsubscribe=One-Click");
      post(path(URI.create(leave)), "List-Unsubscribe=One-Click").expect(200);
      assertThat(subscribers(owner)).isEmpty();
      publish(owner, api, "Ann is not told");
      post("/status/acme/subscribe", "type=email&address=bob%40example.com").expect(200);
      assertThat(mails(door, 3).getLast().getAllRecipients()[0]).hasToString("bob@example.com");
    }
  }

  @Test
  void whomTheMailServerDoesNotKnowHoldsUpNobody() throws Exception {
    try (var door = new MailDoor();
        var running = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", door.url()))) {
      node = running;
      var owner = node.owner();
      String api = page(owner);
      post("/status/acme/subscribe", "type=email&address=ann%40example.com").expect(200);
      post(path(link(mails(door, 1).getFirst(), "/subscribe/")), "").expect(303);
      door.answering("RCPT", "550 5.1.1 <ann@example.com> is unknown here");
      String incident = publish(owner, api, "Labels fail");
      await()
          .atMost(PATIENCE)
          .until(() -> deliveries(owner, incident).path(0).path("failed").asInt() == 1);
      door.asItIs();
      tell(owner, incident, "resolved");
      assertThat(mails(door, 2).getLast().getSubject()).contains("Resolved: Labels fail");
      await()
          .atMost(PATIENCE)
          .until(() -> deliveries(owner, incident).path(0).path("sent").asInt() == 1);
      String log = get(node.uri("/metrics")).body();
      assertThat(log)
          .containsPattern("tocsin_subscriber_letters_total\\{[^}]*outcome=\"failed\"[^}]*} 1");
    }
  }

  @Test
  void aProgramIsAskedToldAndCanCheckWhoTellsIt() throws Exception {
    List<String> signatures = new CopyOnWriteArrayList<>();
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer program =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    program.createContext(
        "/",
        exchange -> {
          signatures.add(exchange.getRequestHeaders().getFirst("Tocsin-Signature"));
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    program.start();
    try (var running =
        RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"))) {
      node = running;
      var owner = node.owner();
      String api = page(owner);
      assertThat(get(node.uri("/status/acme/subscribe")).body())
          .contains("There are no updates by mail here.");
      String url = "http://127.0.0.1:" + program.getAddress().getPort() + "/hook";
      post(
              "/status/acme/subscribe",
              "type=webhook&url=" + URLEncoder.encode(url, StandardCharsets.UTF_8))
          .expect(200);
      JsonNode asked = body(bodies, 1);
      assertThat(asked.path("type").asText()).isEqualTo("subscription.confirm");
      post(path(URI.create(asked.path("confirmUrl").asText())), "").expect(303);

      publish(owner, api, "Labels fail");
      JsonNode told = body(bodies, 2);
      assertThat(told.path("type").asText()).isEqualTo("incident.update");
      assertThat(told.path("incident").path("title").asText()).isEqualTo("Labels fail");
      assertThat(told.path("incident").path("components").path(0).path("state").asText())
          .isEqualTo("partial_outage");
      String signature = signatures.getLast();
      Instant at =
          Instant.ofEpochSecond(Long.parseLong(signature.substring(2, signature.indexOf(','))));
      assertThat(signature)
          .isEqualTo(Signature.of(asked.path("secret").asText(), at, bodies.getLast()));

      post(path(URI.create(told.path("unsubscribeUrl").asText())), "").expect(200);
      assertThat(subscribers(owner)).isEmpty();
    } finally {
      program.stop(0);
    }
  }

  @Test
  void nobodyHasTocsinPostIntoItsOwnNetwork() throws Exception {
    try (var inside = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var running = RunningNode.start(folder, Map.of())) {
      node = running;
      page(node.owner());
      String port = ":" + inside.getLocalPort() + "/";
      for (String url :
          List.of("http://10.0.0.5/", "https://127.0.0.1" + port, "http://example.com/")) {
        HttpResponse<String> answer = webhook(url).answer();
        assertThat(answer.statusCode()).as(url).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"e-url\"");
      }
      // a name is judged by what it leads to
      webhook("https://localhost" + port).expect(200);
      await()
          .atMost(PATIENCE)
          .until(
              () -> get(node.uri("/metrics")).body(),
              metrics ->
                  Pattern.compile(
                          "tocsin_subscriber_letters_total\\{[^}]*(later|failed)[^}]*webhook[^}]*} 1")
                      .matcher(metrics)
                      .find());
      inside.setSoTimeout(1);
      assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private Answered webhook(String url) throws Exception {
    return post(
        "/status/acme/subscribe",
        "type=webhook&url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  private static String page(ApiClient owner) {
    String page =
        owner
            .post("/status-pages", Map.of("slug", "acme", "name", "Acme & Co"))
            .expect(201)
            .text("id");
    return owner
        .post("/status-pages/" + page + "/components", Map.of("name", "API"))
        .expect(201)
        .text("id");
  }

  private static String publish(ApiClient owner, String component, String title) {
    return owner
        .post(
            "/incidents",
            Map.of(
                "title",
                title.replaceAll("\\s+", " "),
                "impact",
                "major",
                "visibility",
                "public",
                "componentIds",
                List.of(component),
                "message",
                "We **look** into it <script>alert(1)</script> ![x](https://evil.example/x.png)"))
        .expect(201)
        .text("id");
  }

  private static void tell(ApiClient owner, String incident, String phase) {
    owner
        .post(
            "/incidents/" + incident + "/updates", Map.of("phase", phase, "message", "It is over."))
        .expect(200);
  }

  private static JsonNode deliveries(ApiClient owner, String incident) {
    return owner.get("/incidents/" + incident + "/deliveries").expect(200).json().get("items");
  }

  private static JsonNode subscribers(ApiClient owner) {
    String page =
        owner.get("/status-pages").expect(200).json().get("items").get(0).get("id").asText();
    return owner.get("/status-pages/" + page + "/subscribers").expect(200).json().get("items");
  }

  private static List<MimeMessage> mails(MailDoor door, int many) {
    return await().atMost(PATIENCE).until(door::mails, mails -> mails.size() >= many);
  }

  private static JsonNode body(List<String> bodies, int many) throws IOException {
    await().atMost(PATIENCE).until(() -> bodies.size() >= many);
    return new ObjectMapper().readTree(bodies.getLast());
  }

  private URI link(MimeMessage mail, String part) {
    return MailDoor.text(mail)
        .lines()
        .filter(line -> line.startsWith("http") && line.contains(part))
        .findFirst()
        .map(line -> node.uri(path(URI.create(line))))
        .orElseThrow();
  }

  private static String path(URI link) {
    return link.getPath();
  }

  private record Answered(HttpResponse<String> answer) {
    void expect(int status) {
      assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(status);
    }
  }

  private Answered post(String path, String body) throws Exception {
    return new Answered(
        HTTP.send(
            HttpRequest.newBuilder(node.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString()));
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
