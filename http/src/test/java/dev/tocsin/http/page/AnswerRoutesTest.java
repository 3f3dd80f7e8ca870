package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertState;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerRoutesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private PeopleServer people;
  private AlertRef alert;
  private UserId admin;

  @BeforeEach
  void raiseAnAlert(@TempDir Path folder) {
    people = new PeopleServer(folder);
    String id =
        people
            .in(Role.RESPONDER)
            .api()
            .post("/alerts", Map.of("title", "It burns", "detail", "Smoke in room 4"))
            .expect(201)
            .text("id");
    alert = new AlertRef(people.home, new AlertId(UUID.fromString(id)));
    admin =
        people.server.configuration.people(people.home).stream()
            .filter(member -> member.role() == Role.ADMIN)
            .findFirst()
            .orElseThrow()
            .user()
            .id();
  }

  @AfterEach
  void stop() throws Exception {
    people.close();
  }

  private String link(UserId person) {
    return link(person, Instant.now());
  }

  private String link(UserId person, Instant raisedAt) {
    URI link = people.server.answerLinks.link(alert, person, raisedAt);
    return link.getPath();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(people.server.uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.noBody());
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Document page(String link) throws Exception {
    HttpResponse<String> answer = send("GET", link);
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return Jsoup.parse(answer.body());
  }

  private AlertState state() {
    return people.server.alerts.board.find(alert).orElseThrow().record().state();
  }

  @Test
  void whateverLoadsThePageChangesNothing() throws Exception {
    String link = link(admin);
    for (int time = 0; time < 5; time++) {
      assertThat(send("HEAD", link).statusCode()).isEqualTo(200);
      Document page = page(link);
      assertThat(page.selectFirst("h1").text()).isEqualTo("It burns");
      assertThat(page.selectFirst("main").text())
          .contains("Nobody has answered yet.", "Smoke in room 4");
      assertThat(page.select("form[method=post] button").eachText()).containsExactly("Acknowledge");
    }
    assertThat(state()).isEqualTo(AlertState.TRIGGERED);
    HttpResponse<String> answer = send("GET", link);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theButtonAcknowledgesInThePersonsName() throws Exception {
    String link = link(admin);
    HttpResponse<String> answer = send("POST", link, "Sec-Fetch-Site", "same-origin");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(link);
    assertThat(state()).isEqualTo(AlertState.ACKNOWLEDGED);
    String said = Organizations.email(Role.ADMIN, "home") + " acknowledged it by a link";
    assertThat(page(link).selectFirst("main").text()).contains(said);
    assertThat(send("POST", link(null)).statusCode()).isEqualTo(303);
    Document other = page(link(null));
    assertThat(other.selectFirst("main").text()).contains(said);
    assertThat(other.select("form")).isEmpty();
  }

  @Test
  void aChannelsLinkSaysSomebody() throws Exception {
    assertThat(send("POST", link(null)).statusCode()).isEqualTo(303);
    assertThat(page(link(null)).selectFirst("main").text())
        .contains("Somebody acknowledged it by a link");
  }

  @Test
  void whatIsOverIsSaidInWords() throws Exception {
    people.in(Role.RESPONDER).api().post("/alerts/" + alert.alert() + "/resolve").expect(200);
    String link = link(admin);
    assertThat(send("POST", link).statusCode()).isEqualTo(303);
    assertThat(page(link).selectFirst("main").text())
        .contains("resolved it on", "There is nothing to answer.");
  }

  @Test
  void aLinkThatIsWrongOrOldLeadsNowhere() throws Exception {
    String link = link(admin);
    String old = link(admin, Instant.now().minus(Duration.ofDays(8)));
    for (String wrong : new String[] {link + "x", "/ack/x", "/ack/.", "/ack/a.b.c", old}) {
      HttpResponse<String> answer = send("GET", wrong);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("This link leads to no alert any more.");
      assertThat(answer.headers().firstValue("X-Robots-Tag")).isPresent();
      assertThat(send("POST", wrong).statusCode()).isEqualTo(404);
    }
    assertThat(send("GET", link(UserId.create())).statusCode()).isEqualTo(404);
    assertThat(state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void anotherSitesPageCannotPressTheButton() throws Exception {
    assertThat(send("POST", link(admin), "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void worksWhileTheStoreIsAway() throws Exception {
    people.server.store.goAway();
    String link = link(admin);
    assertThat(send("POST", link).statusCode()).isEqualTo(303);
    assertThat(page(link).selectFirst("main").text()).contains("acknowledged it");
  }

  @Test
  void oneNetworkAnswersSixtyTimesAMinute() throws Exception {
    String link = link(admin);
    for (int time = 0; time < 60; time++) {
      assertThat(send("POST", link).statusCode()).isEqualTo(303);
    }
    HttpResponse<String> answer = send("POST", link);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }
}
