package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Intended;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.page.PeopleServer.Reader;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether messages reach a place, and what was sent there, on pages and by the API. */
class DeliveryPagesTest {
  private PeopleServer people;
  private Reader viewer;
  private ApiClient admin;
  private String channel;

  @BeforeEach
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    viewer = people.in(Role.VIEWER);
    admin = people.in(Role.ADMIN).api();
    channel =
        admin
            .post(
                "/channels", Map.of("name", "ops", "type", "webhook", "url", "http://127.0.0.1:1/"))
            .expect(201)
            .text("id");
  }

  @AfterEach
  void stop() throws Exception {
    people.close();
  }

  private AlertRef alert(AlertSource source, String title) {
    AlertRef alert = new AlertRef(people.home, AlertId.create());
    people.server.alerts.open(
        alert,
        new AlertSubject(source, title, "No answer", Severity.ERROR, Urgency.HIGH, null),
        Author.system(people.home));
    return alert;
  }

  private void sent(String title, Outcome outcome) {
    AlertRef alert = alert(new AlertSource.ByHand(), title);
    Instant now = people.server.time.instant();
    Intended message =
        Intended.of(alert, Message.Kind.TRIGGERED, "1", UUID.fromString(channel), null, now, true);
    people.server.alerts.climbs(alert, List.of(message), Duration.ofMinutes(5));
    people.server.alerts.happens(
        alert, new AlertEvent.Tried(now, message.id(), 1, outcome, null, List.of()));
    people.server.time.pass(Duration.ofSeconds(1));
  }

  private JsonNode health() {
    return admin.get("/channels/" + channel).expect(200).json().get("health");
  }

  @Test
  void aChannelsPageHasItsHealthAndWhatWasSentThere() {
    assertThat(viewer.page("/channels/" + channel).text()).contains("No alert went there yet.");
    assertThat(health().get("state").asText()).isEqualTo("unknown");
    sent("Printer", new Outcome.Delivered("m-1"));
    sent("Mailroom", new Outcome.Retry("The webhook answered 503", null));
    assertThat(health().get("state").asText()).isEqualTo("failing");
    assertThat(health().get("reason").asText()).isEqualTo("The webhook answered 503");
    assertThat(health().get("lastDeliveredAt").isNull()).isFalse();

    Document page = viewer.page("/channels/" + channel);
    assertThat(page.select("#h-health ~ .badge").text()).contains("Failing");
    assertThat(page.select(".people li")).hasSize(2);
    assertThat(page.select(".people li").first().text())
        .contains("Mailroom", "Tried again soon", "The webhook answered 503");
    Document delivered = viewer.page("/channels/" + channel + "?state=delivered");
    assertThat(delivered.select(".people li")).hasSize(1);
    assertThat(delivered.select(".people li").text()).contains("Printer", "m-1");
    StatusPageTest.assertStrict(page);
    assertThat(viewer.page("/organization/channels").text())
        .contains("Failing", "The webhook answered 503");
  }

  @Test
  void aTestIsInTheLogAsSuch() {
    admin.post("/channels/" + channel + "/test").expect(200);
    JsonNode tried =
        admin.get("/channels/" + channel + "/deliveries").expect(200).json().at("/items/0");
    assertThat(tried.get("kind").asText()).isEqualTo("test");
    assertThat(tried.get("alert").isNull()).isTrue();
    assertThat(tried.get("state").asText()).isEqualTo("delivered");

    Document page = viewer.page("/channels/" + channel);
    assertThat(page.select(".people li").text()).startsWith("Test Delivered");
    assertThat(page.select("#h-health ~ .badge").text()).isEqualTo("No alert yet");
    people.server.store.goAway();
    admin.post("/channels/" + channel + "/test").expect(200);
  }

  @Test
  void aCodeIsInTheLogWithoutItsDigits() {
    String user = viewer.api().get("/session").expect(200).json().at("/user/id").asText();
    String path = "/users/" + user + "/contact-methods";
    String hook =
        viewer
            .api()
            .post(path, Map.of("name", "mine", "type", "webhook", "url", "http://127.0.0.1:1/"))
            .expect(201)
            .text("id");
    viewer.api().post(path + "/" + hook + "/verify").expect(200);
    JsonNode sent =
        viewer.api().get(path + "/" + hook + "/deliveries").expect(200).json().at("/items/0");
    assertThat(sent.get("kind").asText()).isEqualTo("verification");
    assertThat(viewer.page("/profile/contacts/" + hook + "/deliveries").select(".people li").text())
        .startsWith("Verification code");
  }

  @Test
  void anAlertAboutItSaysThatItIsNotDelivering() {
    sent("Printer", new Outcome.Permanent("404"));
    AlertRef alert =
        alert(new AlertSource.OfPlace(UUID.fromString(channel), false), "ops is not delivering");
    assertThat(health().get("state").asText()).isEqualTo("not-delivering");
    assertThat(viewer.page("/channels/" + channel).text()).contains("Not delivering");
    people.server.alerts.happens(
        alert, new AlertEvent.Resolved(people.server.time.instant(), null, null, null, List.of()));
    assertThat(health().get("state").asText()).isEqualTo("failing");
  }

  @Test
  void theLogIsReadInParts() {
    for (int i = 0; i < 5; i++) {
      sent("Alert " + i, new Outcome.Delivered(null));
    }
    String path = "/channels/" + channel + "/deliveries?limit=3";
    JsonNode first = admin.get(path).expect(200).json();
    assertThat(first.at("/items/0/alert/title").asText()).isEqualTo("Alert 4");
    JsonNode rest =
        admin.get(path + "&cursor=" + first.get("nextCursor").asText()).expect(200).json();
    assertThat(rest.get("items")).hasSize(2);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(admin.get(path + "&state=failed").expect(200).json().get("items")).isEmpty();
    admin.get(path + "&cursor=x").expect(422);
    admin.get(path + "&state=gone").expect(422);
    people.server.store.goAway();
    admin.get(path).expect(503);
    assertThat(html(viewer.get("/channels/" + channel), 503).text())
        .contains("The database does not answer.");
  }

  @Test
  void onesOwnWayHasALogAndAnothersHasNone() {
    String user = viewer.api().get("/session").expect(200).json().at("/user/id").asText();
    String path = "/users/" + user + "/contact-methods";
    String own = viewer.api().get(path).expect(200).json().at("/items/0/id").asText();
    assertThat(viewer.page("/profile/contacts/" + own + "/deliveries").text())
        .contains("Nothing was sent there yet.");
    viewer.api().get(path + "/" + own + "/deliveries").expect(200);
    Reader other = people.in(Role.RESPONDER);
    assertThat(other.get("/profile/contacts/" + own + "/deliveries").statusCode()).isEqualTo(404);
    other.api().get(path + "/" + own + "/deliveries").expect(403);
  }

  @Test
  void nobodyIsWrittenToByAButtonAsOftenAsOneLikes() {
    String mail =
        admin
            .post(
                "/channels",
                Map.of("name", "all", "type", "email", "address", "victim@example.com"))
            .expect(201)
            .text("id");
    for (int i = 0; i < 5; i++) {
      admin.post("/channels/" + mail + "/test").expect(200);
    }
    admin.post("/channels/" + mail + "/test").expect(429);
    String again =
        admin
            .post(
                "/channels",
                Map.of("name", "again", "type", "email", "address", "Victim@example.com"))
            .expect(201)
            .text("id");
    admin.post("/channels/" + again + "/test").expect(429);
    var page = people.in(Role.ADMIN).post("/organization/channels/" + mail + "/test");
    assertThat(html(page, 429).text()).contains("Try again in");
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    people.server.time.pass(Duration.ofHours(1));
    admin.post("/channels/" + mail + "/test").expect(200);
    assertThat(people.server.watched).contains(UUID.fromString(mail));
  }
}
