package dev.tocsin.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.OpenApi.Described;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes what an operation's path and body name, and nothing else. */
final class Things {
  /** Nothing listens there, and nothing but this machine is asked. */
  private static final Map<String, Object> MONITOR =
      Map.of("name", "Shop", "type", "http", "http", Map.of("url", "http://127.0.0.1:9/"));

  private static final Map<String, Object> BY_HAND = Map.of("name", "By hand", "type", "manual");

  private static final Map<String, Object> HEARTBEAT =
      Map.of("name", "Backup", "type", "heartbeat", "heartbeat", Map.of("period", "1h"));

  private static final Map<String, Object> ALERT = Map.of("title", "The printer burns");

  private final People people;
  private final ApiClient owner;
  private final String organization;

  /**
   * @param owner of the organization that everything is made in
   */
  private static final Map<String, ?> PAUSE_NONE =
      Map.of("action", "pause", "monitorIds", List.of());

  Things(People people, ApiClient owner, String organization) {
    this.people = people;
    this.owner = owner;
    this.organization = organization;
  }

  /** The operation's path, with the ids of things that were just made for it. */
  String path(Described operation, Asker asker) {
    String path = operation.path();
    if (!path.contains("{")) {
      return path;
    }
    if (path.startsWith("/monitors/bulk/")) {
      return path.replace("{id}", owner.post("/monitors/bulk", PAUSE_NONE).expect(202).text("id"));
    }
    return switch (path.split("/")[1]) {
      case "monitors" ->
          path.replace(
              "{id}",
              created(
                  "/monitors",
                  switch (operation.id()) {
                    case "setMonitorState" -> BY_HAND;
                    case "listPings" -> HEARTBEAT;
                    default -> MONITOR;
                  }));
      case "status-pages" -> pagePart(path, page());
      case "tokens" ->
          path.replace("{id}", created("/tokens", Map.of("name", "example", "role", "viewer")));
      case "invitations" -> path.replace("{id}", invitation().text("id"));
      case "members" -> path.replace("{id}", member());
      case "teams" -> path.replace("{id}", created("/teams", body("createTeam")));
      case "maintenances" ->
          path.replace("{id}", created("/maintenances", body("createMaintenance")));
      case "incident-rules" ->
          path.replace("{id}", created("/incident-rules", body("createIncidentRule")));
      case "incident-templates" ->
          path.replace("{id}", created("/incident-templates", body("createIncidentTemplate")));
      case "channels" -> path.replace("{id}", created("/channels", body("createChannel")));
      case "escalation-policies" ->
          path.replace("{id}", created("/escalation-policies", body("createEscalationPolicy")));
      case "schedules" -> schedule(path, asker);
      case "users" -> personal(path, asker.isPerson() ? self(asker) : member());
      case "alerts" -> path.replace("{id}", created("/alerts", ALERT));
      case "incidents" -> incident(path);
      case "sessions" -> path.replace("{id}", session(asker));
      default -> throw new AssertionError("No example for " + path);
    };
  }

  /** The path with a schedule of who asks and another, and with an override that is about them. */
  private String schedule(String path, Asker asker) {
    String person = planned(asker);
    String schedule = created("/schedules", schedule(person, member()));
    String filled = path.replace("{id}", schedule);
    return filled.contains("{overrideId}")
        ? filled.replace(
            "{overrideId}", created("/schedules/" + schedule + "/overrides", override(person)))
        : filled;
  }

  private static Map<String, Object> schedule(String... people) {
    Map<String, Object> layer =
        Map.of(
            "name",
            "Primary",
            "people",
            List.of(people),
            "rotation",
            Map.of("unit", "weeks"),
            "start",
            "2026-01-05T09:00");
    return Map.of("name", "Platform", "timeZone", "Europe/Berlin", "layers", List.of(layer));
  }

  /** The path with an incident of two updates, the second of which is named, and with an alert. */
  private String incident(String path) {
    String incident = created("/incidents", body("createIncident"));
    String filled = path.replace("{id}", incident);
    if (filled.contains("{updateId}")) {
      String updates = "/incidents/" + incident + "/updates";
      JsonNode told = owner.post(updates, body("tellOfIncident")).expect(200).json();
      filled = filled.replace("{updateId}", told.at("/updates/0/id").asText());
    }
    return filled.contains("{alertId}")
        ? filled.replace("{alertId}", created("/alerts", ALERT))
        : filled;
  }

  private static Map<String, String> override(String person) {
    return Map.of(
        "userId", person, "from", "2126-01-05T09:00:00Z", "until", "2126-01-06T09:00:00Z");
  }

  private String planned(Asker asker) {
    return asker.isPerson() ? self(asker) : self(owner);
  }

  private static String self(ApiClient client) {
    return client.get("/session").expect(200).json().at("/user/id").asText();
  }

  private String self(Asker asker) {
    return self(people.signIn(asker.role(), organization));
  }

  /** The path with a person's id, and with that of a contact method that was just made. */
  private String personal(String path, String person) {
    String filled = path.replace("{id}", person);
    return filled.contains("{methodId}")
        ? filled.replace(
            "{methodId}",
            created("/users/" + person + "/contact-methods", body("createContactMethod")))
        : filled;
  }

  /** The same operation's path with ids that never were. */
  static String pathThatNeverWas(Described operation) {
    String path = operation.path();
    while (path.contains("{")) {
      path = path.replaceFirst("\\{[^}]+}", UUID.randomUUID().toString());
    }
    return path;
  }

  String page() {
    return created("/status-pages", Map.of("slug", "example-" + people.number(), "name", "Page"));
  }

  /** The path with the page's id, and with those of parts that were just made in it. */
  String pagePart(String path, String page) {
    String below = "/status-pages/" + page;
    String filled = path.replace("{id}", page);
    if (filled.contains("{componentId}")) {
      return filled.replace(
          "{componentId}", created(below + "/components", Map.of("name", "Component")));
    }
    if (filled.contains("{subscriberId}")) {
      owner.post(below + "/subscribers", program(people.number())).expect(202);
      JsonNode all = owner.get(below + "/subscribers").expect(200).json().path("items");
      return filled.replace("{subscriberId}", all.path(0).path("id").asText());
    }
    return filled.contains("{groupId}")
        ? filled.replace("{groupId}", created(below + "/groups", Map.of("name", "Group")))
        : filled;
  }

  /** One that no mail server is needed for; each at a host of its own, for each is asked seldom. */
  private static Map<String, String> program(Object number) {
    return Map.of("type", "webhook", "url", "https://hook" + number + ".example.com/told");
  }

  private ApiClient.Answer invitation() {
    return People.invite(owner, "guest" + people.number() + "@example.com", Role.VIEWER);
  }

  private String owned() {
    return owner.get("/session").expect(200).json().at("/user/id").asText();
  }

  private String member() {
    return self(people.join(owner, "member" + people.number() + "@example.com", Role.VIEWER));
  }

  /** Another session of the same person. */
  private String session(Asker asker) {
    if (!asker.isPerson()) {
      return UUID.randomUUID().toString();
    }
    ApiClient other = people.signIn(asker.role(), organization);
    for (var session : other.get("/sessions").expect(200).json().get("items")) {
      if (session.get("current").asBoolean()) {
        return session.get("id").asText();
      }
    }
    throw new AssertionError("No current session of " + asker);
  }

  private String created(String path, Map<String, ?> body) {
    return owner.post(path, body).expect(201).text("id");
  }

  static String type(Described operation) {
    return operation.node().has("requestBody") ? "application/json" : null;
  }

  /** A body that the operation takes; null where it takes none. */
  Object body(Described operation, Asker asker) {
    return operation.id().equals("createOverride") ? override(planned(asker)) : body(operation);
  }

  private Object body(Described operation) {
    int number = people.number();
    return switch (operation.id()) {
      case "signIn" ->
          Map.of("email", People.email(Role.VIEWER, organization), "password", People.PASSWORD);
      case "setUp" -> founder("token", "any", number);
      case "signUp" -> founder("organization", "New", number);
      case "acceptInvitation" ->
          Map.of("token", People.token(invitation()), "password", People.PASSWORD);
      case "changeOrganization" -> Map.of("name", "Home " + number);
      case "changeProfile" -> Map.of("name", "Somebody", "timeZone", "Europe/Berlin");
      case "changePassword" ->
          Map.of("password", People.PASSWORD, "newPassword", People.PASSWORD + " " + number);
      case "changeMember" -> Map.of("role", "viewer");
      case "createInvitation" -> Map.of("email", "new" + number + "@example.com", "role", "viewer");
      case "createToken" -> Map.of("name", "a token", "role", "viewer");
      case "createMonitor", "testMonitor", "replaceMonitor" -> MONITOR;
      case "changeManyMonitors" -> PAUSE_NONE;
      case "setMonitorState" -> Map.of("status", "down", "message", "Burning.");
      case "createStatusPage", "replaceStatusPage" -> Map.of("slug", "p" + number, "name", "Page");
      case "createAlert" -> ALERT;
      case "snoozeAlert" -> Map.of("for", "1h");
      case "reassignAlert" -> Map.of("userId", owned());
      case "noteOnAlert" -> Map.of("text", "Water did not help.");
      case "createComponent" -> Map.of("name", "Component");
      case "createGroup" -> Map.of("name", "Group");
      case "createSubscriber" -> program(number);
      case "changeIncident" -> Map.of("title", "Labels are late");
      case "correctIncidentUpdate" -> Map.of("message", "It is the storage.");
      case "noteOnIncident" -> Map.of("text", "Disk 4.");
      case "createIncident", "tellOfIncident" -> body(operation.id());
      case "createTeam",
          "replaceTeam",
          "createMaintenance",
          "replaceMaintenance",
          "createIncidentRule",
          "replaceIncidentRule",
          "createIncidentTemplate",
          "replaceIncidentTemplate",
          "createEscalationPolicy",
          "replaceEscalationPolicy",
          "createChannel",
          "replaceChannel",
          "createSchedule",
          "replaceSchedule",
          "createContactMethod",
          "replaceContactMethod" ->
          body(operation.id().replace("replace", "create"));
      // turns of a week each, which begin on Mondays
      case "swapShifts" ->
          Map.of("first", "2126-01-08T09:00:00Z", "second", "2126-01-15T09:00:00Z");
      case "importCalendar" -> Map.of("calendar", calendar());
      case "replaceNotificationRules" -> Map.of("rules", List.of());
      case "confirmContactMethod" -> Map.of("code", "123456");
      case "changeMaintenance" -> Map.of("title", "Changed");
      case "changeMonitor",
          "changeStatusPage",
          "changeComponent",
          "changeGroup",
          "changeTeam",
          "changeIncidentRule",
          "changeIncidentTemplate",
          "changeEscalationPolicy",
          "changeChannel",
          "changeSchedule",
          "changeContactMethod" ->
          Map.of("name", "Changed");
      default -> {
        if (operation.node().has("requestBody")) {
          throw new AssertionError("No example of a body for " + operation.id());
        }
        yield null;
      }
    };
  }

  /** Of what people and their alerts need. */
  private Map<String, ?> body(String operation) {
    return switch (operation) {
      case "createTeam" -> Map.of("name", "Night");
      case "createIncident" -> Map.of("title", "Labels fail", "message", "We look into it.");
      case "tellOfIncident" -> Map.of("phase", "identified", "message", "It is a disk.");
      case "createIncidentRule" -> Map.of("name", "Labels", "statusPageId", page());
      case "createIncidentTemplate" -> Map.of("name", "Slow", "message", "It is **slow**.");
      case "createMaintenance" ->
          Map.of(
              "title",
              "New switches",
              "startsAt",
              "2126-01-06T22:00:00Z",
              "endsAt",
              "2126-01-06T23:00:00Z",
              "everything",
              true);
      case "createEscalationPolicy" ->
          Map.of(
              "name",
              "Usual",
              "steps",
              List.of(Map.of("targets", List.of(Map.of("type", "user", "id", self(owner))))));
      case "createSchedule" -> schedule(self(owner));
      // nothing listens there
      case "createChannel", "createContactMethod" ->
          Map.of("name", "Hook", "type", "webhook", "url", "http://127.0.0.1:9/" + people.number());
      default -> throw new AssertionError("No example of a body for " + operation);
    };
  }

  private String calendar() {
    return String.join(
        "\r\n",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20260105T090000Z",
        "DTEND:20260105T170000Z",
        "RRULE:FREQ=DAILY",
        "SUMMARY:" + owner.get("/session").expect(200).json().at("/user/email").asText(),
        "END:VEVENT",
        "END:VCALENDAR",
        "");
  }

  private static Map<String, String> founder(String field, String value, int number) {
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "organization",
                "New",
                "email",
                "founder" + number + "@example.com",
                "password",
                People.PASSWORD));
    form.put(field, value);
    return form;
  }
}
