package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.OpenApi;
import dev.tocsin.http.testing.OpenApi.Described;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may do what: every operation of the description, asked for by everybody. An operation without
 * a row here fails.
 */
class AccessTableTest {
  /** Anybody may ask; the number is what the example below comes to. */
  private static final String OPEN = "open";

  /** A person may, in a session: no token. */
  private static final String PERSON = "person";

  private static final String VIEWER = "viewer";
  private static final String RESPONDER = "responder";
  private static final String ADMIN = "admin";
  private static final String OWNER = "owner";

  private static final List<Row> TABLE =
      List.of(
          new Row("signIn", OPEN, 200),
          new Row("setUp", OPEN, 403),
          new Row("signUp", OPEN, 201),
          new Row("acceptInvitation", OPEN, 201),
          new Row("getDescription", OPEN, 200),
          new Row("whoAmI", VIEWER, 200),
          new Row("signOut", PERSON, 204),
          new Row("listSessions", PERSON, 200),
          new Row("endSession", PERSON, 204),
          new Row("getOrganization", VIEWER, 200),
          new Row("changeOrganization", OWNER, 200),
          new Row("listMembers", VIEWER, 200),
          new Row("changeMember", OWNER, 200),
          new Row("removeMember", OWNER, 204),
          new Row("listInvitations", OWNER, 200),
          new Row("createInvitation", OWNER, 201),
          new Row("withdrawInvitation", OWNER, 204),
          new Row("listTokens", ADMIN, 200),
          new Row("createToken", ADMIN, 201),
          new Row("deleteToken", ADMIN, 204),
          new Row("listAuditLog", ADMIN, 200),
          new Row("listMonitors", VIEWER, 200),
          new Row("createMonitor", ADMIN, 201),
          new Row("testMonitor", ADMIN, 200),
          new Row("getMonitor", VIEWER, 200),
          new Row("replaceMonitor", ADMIN, 200),
          new Row("changeMonitor", ADMIN, 200),
          new Row("deleteMonitor", ADMIN, 204),
          new Row("pauseMonitor", RESPONDER, 200),
          new Row("resumeMonitor", RESPONDER, 200),
          new Row("checkMonitor", RESPONDER, 200),
          new Row("setMonitorState", RESPONDER, 200),
          new Row("listResults", VIEWER, 200),
          new Row("listOutages", VIEWER, 200),
          new Row("listStatusPages", VIEWER, 200),
          new Row("createStatusPage", ADMIN, 201),
          new Row("getStatusPage", VIEWER, 200),
          new Row("replaceStatusPage", ADMIN, 200),
          new Row("changeStatusPage", ADMIN, 200),
          new Row("deleteStatusPage", ADMIN, 204),
          new Row("listComponents", VIEWER, 200),
          new Row("createComponent", ADMIN, 201),
          new Row("getComponent", VIEWER, 200),
          new Row("changeComponent", ADMIN, 200),
          new Row("deleteComponent", ADMIN, 204),
          new Row("listGroups", VIEWER, 200),
          new Row("createGroup", ADMIN, 201),
          new Row("getGroup", VIEWER, 200),
          new Row("changeGroup", ADMIN, 200),
          new Row("deleteGroup", ADMIN, 204),
          new Row("streamEvents", VIEWER, 200));

  /**
   * @param needs the least role, or who else may
   * @param done the status where it is allowed
   */
  private record Row(String operation, String needs, int done) {
    int expected(Actor actor) {
      return switch (needs) {
        case OPEN -> done;
        case PERSON -> actor == Actor.NOBODY ? 401 : actor.isToken() ? 403 : done;
        default -> {
          if (actor == Actor.NOBODY) {
            yield 401;
          }
          yield actor.role.atLeast(Role.valueOf(needs.toUpperCase(Locale.ROOT))) ? done : 403;
        }
      };
    }
  }

  private enum Actor {
    NOBODY(null),
    VIEWER(Role.VIEWER),
    RESPONDER(Role.RESPONDER),
    ADMIN(Role.ADMIN),
    OWNER(Role.OWNER),
    VIEWER_TOKEN(Role.VIEWER),
    RESPONDER_TOKEN(Role.RESPONDER),
    ADMIN_TOKEN(Role.ADMIN),
    OWNER_TOKEN(Role.OWNER);

    private final Role role;

    Actor(Role role) {
      this.role = role;
    }

    boolean isToken() {
      return name().endsWith("_TOKEN");
    }
  }

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static TestServer server;
  private static Organizations organizations;
  private static ApiClient nobody;
  private static final Map<Actor, ApiClient> ACTORS = new EnumMap<>(Actor.class);
  private static ApiClient stranger;
  private static OrganizationId home;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
    home = organizations.found("home");
    OrganizationId away = organizations.found("away");
    nobody = ApiClient.of(server);
    for (Actor actor : Actor.values()) {
      ACTORS.put(
          actor,
          actor == Actor.NOBODY
              ? nobody
              : actor.isToken()
                  ? nobody.as(organizations.token(home, actor.role))
                  : signIn(actor.role, "home"));
    }
    stranger = signIn(Role.OWNER, "away");
    assertThat(away).isNotEqualTo(home);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static ApiClient signIn(Role role, String name) {
    return nobody.signIn(Organizations.email(role, name), Organizations.PASSWORD);
  }

  @Test
  void theDescriptionIsOfTheOperationsThereAre() {
    assertThat(server.operations.all().stream().map(it -> it.method().name() + " " + it.path()))
        .containsExactlyInAnyOrderElementsOf(
            OpenApi.DESCRIPTION.operations().stream()
                .map(it -> it.method() + " " + it.path())
                .toList());
    assertThat(server.operations.all().stream().map(Operation::id))
        .containsExactlyInAnyOrderElementsOf(
            OpenApi.DESCRIPTION.operations().stream().map(Described::id).toList())
        .containsExactlyInAnyOrderElementsOf(TABLE.stream().map(Row::operation).toList());
  }

  @Test
  void theDescriptionSaysWhoMay() {
    Map<String, String> said =
        OpenApi.DESCRIPTION.operations().stream()
            .collect(Collectors.toMap(Described::id, Described::role));
    assertThat(said)
        .isEqualTo(TABLE.stream().collect(Collectors.toMap(Row::operation, Row::needs)));
    assertThat(
            OpenApi.DESCRIPTION.operations().stream().filter(Described::isOpen).map(Described::id))
        .containsExactlyInAnyOrderElementsOf(
            TABLE.stream().filter(it -> it.needs().equals(OPEN)).map(Row::operation).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyOperationIsAllowedToWhomItIsAndToNobodyElse() {
    return OpenApi.DESCRIPTION.operations().stream()
        .flatMap(
            operation ->
                Arrays.stream(Actor.values())
                    .map(
                        actor ->
                            DynamicTest.dynamicTest(
                                operation.id() + " by " + actor, () -> check(operation, actor))));
  }

  private void check(Described operation, Actor actor) {
    Row row = row(operation);
    ApiClient client =
        operation.id().equals("signOut") && actor.role != null && !actor.isToken()
            ? signIn(actor.role, "home")
            : ACTORS.get(actor);
    if (operation.id().equals("streamEvents")) {
      assertThat(client.statusOf(operation.path())).isEqualTo(row.expected(actor));
      return;
    }
    Answer answer = ask(operation, client, actor, Example.of(home, ACTORS.get(Actor.OWNER)));
    assertThat(answer.status())
        .describedAs("%s by %s: %s", operation.id(), actor, answer.body())
        .isEqualTo(row.expected(actor));
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnotherOrganizationsIsAsIfItNeverWas() {
    return OpenApi.DESCRIPTION.operations().stream()
        .filter(operation -> operation.path().contains("{"))
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.id(),
                    () -> {
                      Example theirs = Example.of(home, ACTORS.get(Actor.OWNER));
                      Answer foreign = ask(operation, stranger, Actor.OWNER, theirs);
                      Answer never =
                          ask(operation, stranger, Actor.OWNER, Example.thatNeverWas(theirs));
                      assertThat(foreign.status()).isEqualTo(404);
                      assertThat(foreign.body()).isEqualTo(never.body());
                      assertThat(withoutDate(foreign)).isEqualTo(withoutDate(never));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aPartOfAnotherPageIsNotFoundUnderOnesOwn() {
    return OpenApi.DESCRIPTION.operations().stream()
        .filter(it -> it.path().contains("{componentId}") || it.path().contains("{groupId}"))
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.id(),
                    () -> {
                      ApiClient owner = ACTORS.get(Actor.OWNER);
                      Example one = Example.of(home, owner);
                      Example other = Example.of(home, owner);
                      String path =
                          operation
                              .path()
                              .replace("{id}", one.page())
                              .replace("{componentId}", other.component())
                              .replace("{groupId}", other.group());
                      Answer answer =
                          owner.send(
                              operation.method(), path, body(operation, other), type(operation));
                      assertThat(answer.status()).isEqualTo(404);
                    }));
  }

  private static Map<String, List<String>> withoutDate(Answer answer) {
    return answer.raw().headers().map().entrySet().stream()
        .filter(header -> !header.getKey().equals("date"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Row row(Described operation) {
    return TABLE.stream()
        .filter(it -> it.operation().equals(operation.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No row says who may " + operation.id()));
  }

  private static Answer ask(Described operation, ApiClient client, Actor actor, Example example) {
    String path =
        operation
            .path()
            .replace("{id}", example.id(operation, actor, client))
            .replace("{componentId}", example.component())
            .replace("{groupId}", example.group());
    return client.send(operation.method(), path, body(operation, example), type(operation));
  }

  private static String type(Described operation) {
    return operation.node().has("requestBody") ? "application/json" : null;
  }

  private static Object body(Described operation, Example example) {
    int number = COUNTER.incrementAndGet();
    Map<String, Function<Example, Object>> bodies =
        Map.ofEntries(
            Map.entry(
                "signIn",
                it ->
                    Map.of(
                        "email",
                        Organizations.email(Role.VIEWER, "home"),
                        "password",
                        Organizations.PASSWORD)),
            Map.entry("setUp", it -> found("token", "any", number)),
            Map.entry("signUp", it -> found("organization", "New", number)),
            Map.entry(
                "acceptInvitation",
                it -> Map.of("token", it.invitationToken(), "password", "a long password")),
            Map.entry("changeOrganization", it -> Map.of("name", "Home " + number)),
            Map.entry("changeMember", it -> Map.of("role", "viewer")),
            Map.entry(
                "createInvitation",
                it -> Map.of("email", "new" + number + "@example.com", "role", "viewer")),
            Map.entry("createToken", it -> Map.of("name", "a token", "role", "viewer")),
            Map.entry("createMonitor", it -> Example.MONITOR),
            Map.entry("testMonitor", it -> Example.MONITOR),
            Map.entry("replaceMonitor", it -> Example.MONITOR),
            Map.entry("changeMonitor", it -> Map.of("name", "Changed")),
            Map.entry("setMonitorState", it -> Map.of("status", "down", "message", "Burning.")),
            Map.entry("createStatusPage", it -> Map.of("slug", "p" + number, "name", "Page")),
            Map.entry("replaceStatusPage", it -> Map.of("slug", "p" + number, "name", "Page")),
            Map.entry("changeStatusPage", it -> Map.of("name", "Changed")),
            Map.entry("createComponent", it -> Map.of("name", "Component")),
            Map.entry("changeComponent", it -> Map.of("name", "Changed")),
            Map.entry("createGroup", it -> Map.of("name", "Group")),
            Map.entry("changeGroup", it -> Map.of("name", "Changed")));
    if (!operation.node().has("requestBody")) {
      return null;
    }
    return bodies.get(operation.id()).apply(example);
  }

  private static Map<String, String> found(String field, String value, int number) {
    Map<String, String> form =
        new java.util.HashMap<>(
            Map.of(
                "organization",
                "New",
                "email",
                "founder" + number + "@example.com",
                "password",
                "a long password"));
    form.put(field, value);
    return form;
  }

  /** Things of an organization that paths can name. */
  private record Example(
      String monitor,
      String manual,
      String page,
      String component,
      String group,
      String token,
      String invitation,
      String invitationToken,
      String member) {

    static final Map<String, Object> MONITOR =
        Map.of("name", "Shop", "type", "http", "http", Map.of("url", "http://example.com/"));

    static Example of(OrganizationId organization, ApiClient owner) {
      int number = COUNTER.incrementAndGet();
      String page =
          created(owner, "/status-pages", Map.of("slug", "example-" + number, "name", "Page"));
      Answer invited =
          owner
              .post(
                  "/invitations",
                  Map.of("email", "guest" + number + "@example.com", "role", "viewer"))
              .expect(201);
      var account = organizations.account("member" + number + "@example.com");
      server.tenancy.add(organization, account, Role.VIEWER, server.time.instant());
      return new Example(
          created(owner, "/monitors", MONITOR),
          created(owner, "/monitors", Map.of("name", "By hand", "type", "manual")),
          page,
          created(owner, "/status-pages/" + page + "/components", Map.of("name", "Component")),
          created(owner, "/status-pages/" + page + "/groups", Map.of("name", "Group")),
          created(owner, "/tokens", Map.of("name", "example", "role", "viewer")),
          invited.text("id"),
          invited.text("url").replaceAll(".*token=", ""),
          account.user().id().toString());
    }

    private static String created(ApiClient owner, String path, Map<String, ?> body) {
      return owner.post(path, body).expect(201).text("id");
    }

    static Example thatNeverWas(Example like) {
      String id = UUID.randomUUID().toString();
      return new Example(id, id, id, id, id, id, id, like.invitationToken(), id);
    }

    String id(Described operation, Actor actor, ApiClient client) {
      return switch (operation.path().split("/")[1]) {
        case "monitors" -> operation.id().equals("setMonitorState") ? manual : monitor;
        case "status-pages" -> page;
        case "tokens" -> token;
        case "invitations" -> invitation;
        case "members" -> member;
        case "sessions" -> operation.path().contains("{") ? session(actor, client) : "";
        default -> "";
      };
    }

    /** Another session of the same person; the home owner's where a stranger asks. */
    private String session(Actor actor, ApiClient client) {
      if (actor.role == null || actor.isToken()) {
        return UUID.randomUUID().toString();
      }
      if (monitor.equals(page)) {
        return monitor;
      }
      ApiClient other = signIn(actor.role, "home");
      for (var session : other.get("/sessions").expect(200).json().get("items")) {
        if (session.get("current").asBoolean()) {
          return session.get("id").asText();
        }
      }
      throw new AssertionError("No current session for " + client);
    }
  }
}
