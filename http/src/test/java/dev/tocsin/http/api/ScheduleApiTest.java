package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On-call schedules: their turns begin on Monday, 7 January 2126, 09:00 in Berlin. */
class ScheduleApiTest {
  private static final String MONDAY = "2126-01-07T08:00:00Z";

  private static TestServer server;
  private static ApiClient admin;
  private static ApiClient responder;
  private static String responderId;
  private static String ann;
  private static String stranger;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    admin = ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
    responder =
        ApiClient.of(server)
            .signIn(Organizations.email(Role.RESPONDER, "home"), Organizations.PASSWORD);
    responderId = responder.get("/session").json().at("/user/id").asText();
    ann = person(Role.OWNER);
    ApiClient other =
        ApiClient.of(server).as(organizations.token(organizations.found("away"), Role.ADMIN));
    stranger = other.get("/users").json().at("/items/0/id").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String person(Role role) {
    for (JsonNode user : admin.get("/users").expect(200).json().get("items")) {
      if (user.get("email").asText().equals(Organizations.email(role, "home"))) {
        return user.get("id").asText();
      }
    }
    throw new AssertionError(role);
  }

  private static Map<String, Object> weekly(String... people) {
    return Map.of(
        "name",
        "Primary",
        "people",
        List.of(people),
        "rotation",
        Map.of("every", 1, "unit", "weeks"),
        "start",
        "2126-01-07T09:00");
  }

  private static Map<String, Object> schedule(Object... layers) {
    return Map.of("name", "Platform", "timeZone", "Europe/Berlin", "layers", List.of(layers));
  }

  private static String created(Object... layers) {
    return "/schedules/" + admin.post("/schedules", schedule(layers)).expect(201).text("id");
  }

  @Test
  void aScheduleIsTakenAsItIsShown() {
    Map<String, Object> nights = new HashMap<>(weekly(responderId));
    nights.put("name", "Nights");
    nights.put(
        "restrictions",
        List.of(
            Map.of("days", List.of("monday", "friday"), "from", "22:00", "until", "06:00"),
            Map.of("fromDay", "friday", "from", "17:00", "untilDay", "monday", "until", "09:00")));
    Map<String, Object> written =
        Map.of(
            "name",
            "Holidays",
            "shifts",
            List.of(
                Map.of(
                    "from",
                    "2126-12-24T00:00:00Z",
                    "until",
                    "2126-12-27T00:00:00Z",
                    "userId",
                    ann)));
    JsonNode made =
        admin
            .post("/schedules", schedule(weekly(ann, responderId), nights, written))
            .expect(201)
            .json();
    assertThat(made.at("/people/0/name").asText())
        .isEqualTo(Organizations.email(Role.OWNER, "home"));
    String path = "/schedules/" + made.get("id").asText();
    assertThat(admin.get(path).json()).isEqualTo(made);
    assertThat(admin.put(path, made).expect(200).json()).isEqualTo(made);
    JsonNode renamed = admin.patch(path, Map.of("name", "Core")).expect(200).json();
    assertThat(renamed.get("layers")).isEqualTo(made.get("layers"));
    admin.delete(path).expect(204);
    admin.get(path).expect(404);
  }

  @Test
  void peopleAndTeamsMustBeOfTheOrganization() {
    Map<String, Object> wrong = new HashMap<>(schedule(weekly(ann, stranger)));
    wrong.put("teamId", UUID.randomUUID().toString());
    Answer answer = admin.post("/schedules", wrong).expect(422);
    assertThat(answer.fault("layers[0].people[1]")).contains("a member of this organization");
    assertThat(answer.fault("teamId")).contains("a team of this organization");
  }

  @Test
  void saysWhoIsOnCallSinceWhenUntilWhenAndWhy() {
    String path = created(weekly(ann, responderId));
    JsonNode second = admin.get(path + "/on-call?at=2126-01-15T00:00:00Z").expect(200).json();
    assertThat(second.at("/person/id").asText()).isEqualTo(responderId);
    assertThat(second.get("since").asText()).isEqualTo("2126-01-14T08:00:00.000Z");
    assertThat(second.get("until").asText()).isEqualTo("2126-01-21T08:00:00.000Z");
    assertThat(second.at("/why/layer").asText()).isEqualTo("Primary");
    assertThat(second.at("/next/id").asText()).isEqualTo(ann);
    JsonNode before = admin.get(path + "/on-call?at=2126-01-06T00:00:00Z").expect(200).json();
    assertThat(before.get("person").isNull()).isTrue();
    assertThat(before.get("why").isNull()).isTrue();
    assertThat(before.at("/next/id").asText()).isEqualTo(ann);
  }

  @Test
  void aScheduleWithoutLayersHasNobody() {
    JsonNode nobody = admin.get(created() + "/on-call").expect(200).json();
    assertThat(nobody.get("person").isNull()).isTrue();
    assertThat(nobody.get("next").isNull()).isTrue();
  }

  @Test
  void listsTheFinalShiftsTheLayersAndTheGaps() {
    String path = created(weekly(ann, responderId));
    JsonNode shifts =
        admin
            .get(path + "/shifts?from=2126-01-06T08:00:00Z&until=2126-01-16T08:00:00Z")
            .expect(200)
            .json();
    assertThat(shifts.get("final")).hasSize(3);
    assertThat(shifts.at("/final/0/person").isNull()).isTrue();
    assertThat(shifts.at("/gaps/0/until").asText()).isEqualTo("2126-01-07T08:00:00.000Z");
    assertThat(shifts.at("/layers/0/name").asText()).isEqualTo("Primary");
    assertThat(shifts.at("/layers/0/shifts")).hasSize(3);
    assertThat(
            admin
                .get(path + "/shifts?from=2126-01-01T00:00:00Z&until=2127-02-01T00:00:00Z")
                .expect(422)
                .fault("until"))
        .contains("at most a year");
    assertThat(
            admin
                .get(path + "/shifts?from=2126-01-01T00:00:00Z&until=2125-02-01T00:00:00Z")
                .expect(422)
                .fault("until"))
        .contains("after");
  }

  @Test
  void aResponderTakesAShiftAndNobodyElsesPlace() {
    String path = created(weekly(ann));
    Map<String, String> span = Map.of("from", MONDAY, "until", "2126-01-08T08:00:00Z");
    Map<String, String> others = new HashMap<>(span);
    others.put("userId", ann);
    assertThat(responder.post(path + "/overrides", others).expect(422).fault("userId"))
        .contains("themselves only");
    Map<String, String> taken = new HashMap<>(span);
    taken.put("insteadOfUserId", ann);
    JsonNode override = responder.post(path + "/overrides", taken).expect(201).json();
    assertThat(override.get("userId").asText()).isEqualTo(responderId);
    JsonNode now = admin.get(path + "/on-call?at=2126-01-07T12:00:00Z").json();
    assertThat(now.at("/person/id").asText()).isEqualTo(responderId);
    assertThat(now.at("/why/overrideId").asText()).isEqualTo(override.get("id").asText());
    admin.patch(path, Map.of("name", "Renamed")).expect(200);
    assertThat(admin.get(path + "/overrides").json().get("items")).hasSize(1);
    responder.delete(path + "/overrides/" + override.get("id").asText()).expect(204);
    assertThat(admin.get(path + "/overrides").json().get("items")).isEmpty();
    responder.delete(path + "/overrides/" + override.get("id").asText()).expect(404);
  }

  @Test
  void aResponderRemovesNobodyElsesOverride() {
    String path = created(weekly(responderId));
    String override =
        admin
            .post(
                path + "/overrides",
                Map.of("userId", ann, "from", MONDAY, "until", "2126-01-08T08:00:00Z"))
            .expect(201)
            .text("id");
    responder.delete(path + "/overrides/" + override).expect(403);
    admin.delete(path + "/overrides/" + override).expect(204);
  }

  @Test
  void anOverridesFaultsAreToldAtTheirFields() {
    String path = created(weekly(responderId));
    Answer answer =
        admin
            .post(
                path + "/overrides",
                Map.of(
                    "userId",
                    stranger,
                    "insteadOfUserId",
                    ann,
                    "from",
                    MONDAY,
                    "until",
                    "2126-01-06T08:00:00Z"))
            .expect(422);
    assertThat(answer.fault("userId")).contains("a member");
    assertThat(answer.fault("insteadOfUserId")).contains("in this schedule");
    assertThat(answer.fault("until")).contains("after \"from\"");
    assertThat(
            admin
                .post(
                    path + "/overrides",
                    Map.of(
                        "userId",
                        ann,
                        "from",
                        "2020-01-01T00:00:00Z",
                        "until",
                        "2020-01-02T00:00:00Z"))
                .expect(422)
                .fault("until"))
        .contains("over already");
  }

  @Test
  void twoPeopleExchangeTheirShifts() {
    String path = created(weekly(ann, responderId));
    Map<String, String> body =
        Map.of("first", "2126-01-08T00:00:00Z", "second", "2126-01-16T00:00:00Z");
    assertThat(responder.post(path + "/swap", body).expect(200).json().get("items")).hasSize(2);
    assertThat(admin.get(path + "/on-call?at=2126-01-08T00:00:00Z").json().at("/person/id"))
        .hasToString("\"" + responderId + "\"");
    assertThat(admin.get(path + "/on-call?at=2126-01-16T00:00:00Z").json().at("/person/id"))
        .hasToString("\"" + ann + "\"");
    assertThat(
            responder
                .post(
                    path + "/swap",
                    Map.of("first", "2126-01-08T00:00:00Z", "second", "2126-01-09T00:00:00Z"))
                .expect(422)
                .fault("second"))
        .contains("the same person");
    assertThat(
            responder
                .post(
                    path + "/swap",
                    Map.of("first", "2125-01-08T00:00:00Z", "second", "2126-01-09T00:00:00Z"))
                .expect(422)
                .fault("first"))
        .contains("Nobody");
  }

  @Test
  void aCalendarBecomesALayerAndSaysWhomItDidNotFind() {
    String path = created();
    String calendar =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:1
        DTSTART:21260107T080000Z
        DTEND:21260108T080000Z
        SUMMARY:%s
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        DTSTART:21260108T080000Z
        DTEND:21260109T080000Z
        SUMMARY:Zoe
        END:VEVENT
        END:VCALENDAR
        """;
    String near =
        calendar.replace("212601", server.time.instant().toString().substring(0, 4) + "12");
    String email = Organizations.email(Role.OWNER, "home");
    Answer taken =
        admin.post(path + "/import", Map.of("name", "Old plan", "calendar", near.formatted(email)));
    assertThat(taken.expect(200).json().get("shifts").asInt()).isEqualTo(1);
    assertThat(taken.json().at("/unknownPeople/0").asText()).isEqualTo("Zoe");
    admin
        .post(path + "/import", Map.of("name", "Old plan", "calendar", near.formatted(email)))
        .expect(200);
    assertThat(admin.get(path).json().get("layers")).hasSize(1);
    assertThat(
            admin
                .post(path + "/import", Map.of("calendar", near.formatted("Max")))
                .expect(422)
                .fault("calendar"))
        .contains("Max, Zoe");
    assertThat(admin.post(path + "/import", Map.of("calendar", "x")).expect(422).fault("calendar"))
        .contains("BEGIN:VCALENDAR");
    Answer calendarBack = admin.get(path + "/calendar.ics").expect(200);
    assertThat(calendarBack.body()).startsWith("BEGIN:VCALENDAR");
  }

  @Test
  void aPolicyNamesASchedule() {
    String path = created(weekly(ann));
    Map<String, String> target =
        Map.of("type", "schedule", "id", path.substring(path.lastIndexOf('/') + 1));
    admin
        .post(
            "/escalation-policies",
            Map.of("name", "Usual", "steps", List.of(Map.of("targets", List.of(target)))))
        .expect(201);
    admin.delete(path).expect(409);
  }
}
