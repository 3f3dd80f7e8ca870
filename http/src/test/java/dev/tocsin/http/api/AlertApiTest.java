package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.Ids;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Intended;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertApiTest {
  private static final String PATH = "/alerts";

  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private OrganizationId home;
  private ApiClient responder;
  private String name;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void found() {
    name = "alerts" + ++count;
    home = organizations.found(name);
    responder = ApiClient.of(server).as(organizations.token(home, Role.RESPONDER));
  }

  @AfterEach
  void bringTheStoreBack() {
    server.store.comeBack();
  }

  private String raise(String title) {
    return responder.post(PATH, Map.of("title", title)).expect(201).text("id");
  }

  private AlertRef ref(String id) {
    return new AlertRef(home, new AlertId(UUID.fromString(id)));
  }

  private UserId person(Role role) {
    return server.configuration.people(home).stream()
        .filter(member -> member.role() == role)
        .findFirst()
        .orElseThrow()
        .user()
        .id();
  }

  private List<String> titles(String query) {
    List<String> titles = new ArrayList<>();
    responder
        .get(PATH + query)
        .expect(200)
        .json()
        .get("items")
        .forEach(it -> titles.add(it.get("title").asText()));
    return titles;
  }

  @Test
  void oneIsRaisedByHandWithWhatIsUsualWhereNothingIsSaid() {
    JsonNode alert = responder.post(PATH, Map.of("title", "It burns")).expect(201).json();
    assertThat(alert.get("state").asText()).isEqualTo("triggered");
    assertThat(alert.get("severity").asText()).isEqualTo("critical");
    assertThat(alert.get("urgency").asText()).isEqualTo("high");
    assertThat(alert.at("/policy/name").asText()).isEqualTo("Owners");
    assertThat(alert.get("code").asText()).startsWith("A-");
    assertThat(alert.get("stored").asBoolean()).isTrue();
    assertThat(alert.at("/timeline/0/type").asText()).isEqualTo("raised");
    assertThat(responder.get(PATH + "/" + alert.get("id").asText()).expect(200).json())
        .isEqualTo(alert);
  }

  @Test
  void theSameRequestTwiceRaisesOne() {
    ApiClient again = responder.with("Idempotency-Key", "fire");
    String first = again.post(PATH, Map.of("title", "It burns")).expect(201).text("id");
    assertThat(again.post(PATH, Map.of("title", "It burns")).expect(201).text("id"))
        .isEqualTo(first);
    assertThat(titles("")).containsExactly("It burns");
  }

  @Test
  void whatIsWrongWithOneIsSaidAtItsField() {
    ApiClient.Answer answer =
        responder.sendRaw(
            "POST",
            PATH,
            """
            {"title": "two\\nlines", "severity": "bad", "escalationPolicyId": "x", "more": 1}
            """,
            "application/json");
    answer.expect(422);
    assertThat(answer.fault("title")).isEqualTo("It must be one line.");
    assertThat(answer.fault("severity")).contains("critical");
    assertThat(answer.fault("escalationPolicyId")).contains("policy");
    assertThat(answer.fault("more")).contains("no such field");
  }

  @Test
  void isAcknowledgedOnceByWhomIsSaid() {
    String id = raise("It burns");
    ApiClient person =
        ApiClient.of(server)
            .signIn(Organizations.email(Role.RESPONDER, name), Organizations.PASSWORD);
    JsonNode alert = person.post(PATH + "/" + id + "/acknowledge").expect(200).json();
    assertThat(alert.get("state").asText()).isEqualTo("acknowledged");
    assertThat(alert.at("/acknowledgedBy/name").asText())
        .isEqualTo(Organizations.email(Role.RESPONDER, name));
    assertThat(alert.at("/timeline/1/via").asText()).isEqualTo("api");
    assertThat(responder.post(PATH + "/" + id + "/acknowledge").expect(409).text("detail"))
        .isEqualTo("The alert is acknowledged already.");
    responder.post(PATH + "/" + id + "/resolve").expect(200);
    assertThat(responder.post(PATH + "/" + id + "/escalate").expect(409).text("detail"))
        .isEqualTo("The alert is resolved.");
  }

  @Test
  void isSnoozedFromFiveMinutesToAWeek() {
    String snooze = PATH + "/" + raise("It burns") + "/snooze";
    responder.post(snooze, Map.of("for", "4m")).expect(422);
    responder.post(snooze, Map.of("for", "8d")).expect(422);
    responder.post(snooze, Map.of()).expect(422);
    Instant until = server.time.instant().plus(2, ChronoUnit.HOURS);
    responder.post(snooze, Map.of("for", "1h", "until", until.toString())).expect(422);
    responder
        .post(snooze, Map.of("until", server.time.instant().minusSeconds(1).toString()))
        .expect(422);
    JsonNode alert = responder.post(snooze, Map.of("until", until.toString())).expect(200).json();
    assertThat(alert.get("state").asText()).isEqualTo("triggered");
    assertThat(Instant.parse(alert.get("snoozedUntil").asText()))
        .isEqualTo(until.truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void isHandedToAMemberOnly() {
    String reassign = PATH + "/" + raise("It burns") + "/reassign";
    assertThat(
            responder
                .post(reassign, Map.of("userId", UUID.randomUUID().toString()))
                .expect(422)
                .fault("userId"))
        .contains("member");
    UserId admin = person(Role.ADMIN);
    JsonNode alert =
        responder.post(reassign, Map.of("userId", admin.toString())).expect(200).json();
    assertThat(alert.at("/assignee/name").asText())
        .isEqualTo(Organizations.email(Role.ADMIN, name));
  }

  @Test
  void aNoteSentTwiceIsOneAndMayFollowTheEnd() {
    String id = raise("It burns");
    responder.post(PATH + "/" + id + "/resolve").expect(200);
    ApiClient again = responder.with("Idempotency-Key", "water");
    again.post(PATH + "/" + id + "/notes", Map.of("text", "Water")).expect(200);
    JsonNode alert =
        again.post(PATH + "/" + id + "/notes", Map.of("text", "Water")).expect(200).json();
    assertThat(alert.get("timeline")).hasSize(3);
  }

  @Test
  void isListedByStateSeverityMonitorAndWords() {
    MonitorId monitor = MonitorId.create();
    server.alerts.open(
        new AlertRef(home, AlertId.create()),
        new AlertSubject(
            new AlertSource.OfMonitor(monitor),
            "Shop is down",
            "503",
            Severity.ERROR,
            Urgency.HIGH,
            null),
        Author.system(home));
    responder.post(PATH + "/" + raise("Over") + "/resolve").expect(200);
    responder.post(PATH + "/" + raise("In hand") + "/acknowledge").expect(200);
    raise("Open");
    assertThat(titles("")).containsExactly("Open", "In hand", "Over", "Shop is down");
    assertThat(titles("?state=acknowledged,resolved")).containsExactly("In hand", "Over");
    assertThat(titles("?severity=error")).containsExactly("Shop is down");
    assertThat(titles("?monitorId=" + monitor)).containsExactly("Shop is down");
    assertThat(titles("?q=SHOP")).containsExactly("Shop is down");
    for (String wrong : List.of("state=open", "severity=,", "monitorId=x", "cursor=x")) {
      assertThat(responder.sendRaw("GET", PATH + "?" + wrong, null, null).status()).isEqualTo(422);
    }
  }

  @Test
  void isPagedWithoutGapsAndRepeats() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.addFirst("Alert " + i);
      raise("Alert " + i);
    }
    for (int limit : new int[] {1, 3, 7, 50}) {
      List<String> seen = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = responder.get(PATH + "?limit=" + limit + cursor).expect(200).json();
        page.get("items").forEach(it -> seen.add(it.get("title").asText()));
        cursor =
            page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
      } while (cursor != null);
      assertThat(seen).as("by %s", limit).isEqualTo(all);
    }
  }

  @Test
  void theTimelineSaysWhoWasToldByWhatAndWhatCameOfIt() {
    String id = raise("It burns");
    UserId ada = person(Role.ADMIN);
    UUID method = Ids.create();
    server.configurationStore.createItem(
        new Item<>(
            home,
            method,
            new ContactMethod(
                "Desk",
                ada,
                new Endpoint("ntfy", Map.of("topic", "Quay 1", "token", "very secret")),
                server.time.instant()),
            server.time.instant(),
            0),
        Author.user(ada));
    server.configuration.refresh(home).toCompletableFuture().join();
    Instant now = server.time.instant();
    Intended message = Intended.of(ref(id), Message.Kind.TRIGGERED, "1", method, ada, now, true);
    server.alerts.climbs(ref(id), List.of(message), Duration.ofMinutes(5));
    server.alerts.happens(
        ref(id),
        new AlertEvent.Tried(
            now,
            message.id(),
            1,
            new Outcome.Permanent("Nobody carries letters."),
            null,
            List.of()));
    ApiClient.Answer answer = responder.get(PATH + "/" + id).expect(200);
    JsonNode told = answer.json().at("/notifications/0");
    assertThat(told.at("/person/name").asText()).isEqualTo(Organizations.email(Role.ADMIN, name));
    assertThat(told.at("/to/name").asText()).isEqualTo("Desk");
    assertThat(told.at("/to/place").asText()).isEqualTo("paper of Quay 1");
    assertThat(told.get("progress").asText()).isEqualTo("failed");
    assertThat(answer.json().at("/timeline/1/type").asText()).isEqualTo("step");
    assertThat(answer.json().at("/timeline/2/reason").asText())
        .isEqualTo("Nobody carries letters.");
    assertThat(answer.json().get("nextStepAt").isNull()).isFalse();
    assertThat(answer.body()).doesNotContain("very secret");
  }

  @Test
  void anIdThatNeverWasStartsNothing() {
    UUID never = UUID.randomUUID();
    responder.get(PATH + "/" + never).expect(404);
    responder.post(PATH + "/" + never + "/acknowledge").expect(404);
    responder.post(PATH + "/" + never + "/notes", Map.of("text", "Hello")).expect(404);
    assertThat(server.alerts.started).doesNotContain(ref(never.toString()));
  }

  @Test
  void whatIsLongOverIsReadFromTheTable() {
    String id = raise("It burns");
    responder.post(PATH + "/" + id + "/resolve").expect(200);
    server.alerts.forget();
    assertThat(responder.get(PATH + "/" + id).expect(200).text("state")).isEqualTo("resolved");
    responder.post(PATH + "/" + id + "/notes", Map.of("text", "It was the toaster")).expect(200);
    server.alerts.forget();
    server.store.goAway();
    responder.get(PATH + "/" + id).expect(503);
  }

  @Test
  void answeringCountsWhileTheStoreIsAway() {
    String id = raise("It burns");
    server.store.goAway();
    JsonNode alert = responder.post(PATH + "/" + id + "/acknowledge").expect(200).json();
    assertThat(alert.get("state").asText()).isEqualTo("acknowledged");
    assertThat(alert.get("stored").asBoolean()).isFalse();
    assertThat(alert.at("/timeline/0/stored").asBoolean()).isTrue();
    assertThat(alert.at("/timeline/1/stored").asBoolean()).isFalse();
    assertThat(responder.get(PATH + "/" + id).expect(200).json()).isEqualTo(alert);
    assertThat(titles("?state=triggered,acknowledged")).containsExactly("It burns");
    responder.get(PATH).expect(503);
  }
}
