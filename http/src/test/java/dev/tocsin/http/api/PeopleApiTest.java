package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleApiTest {
  private TestServer server;
  private ApiClient nobody;

  @BeforeEach
  void start() {
    start(true);
  }

  private void start(boolean signUpOpen) {
    server =
        TestServer.start(
            new TestServer.Options(URI.create("http://tocsin.test"), signUpOpen, List.of()));
    nobody = ApiClient.of(server);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private ApiClient owner(Organizations organizations, OrganizationId home) {
    return nobody.as(organizations.token(home, Role.OWNER));
  }

  private static Map<String, String> founder(String email) {
    return Map.of("organization", "Acme", "email", email, "password", "a long password");
  }

  private Map<String, String> setUp(String token) {
    Map<String, String> form = new java.util.HashMap<>(founder("ann@acme.test"));
    form.put("token", token);
    return form;
  }

  @Test
  void setsUpByTheLinkOnce() {
    nobody.post("/setup", setUp("guess")).expect(403);
    Answer founded = nobody.post("/setup", setUp(server.setup.token())).expect(201);
    assertThat(founded.json().at("/organization/name").asText()).isEqualTo("Acme");
    assertThat(founded.text("role")).isEqualTo("owner");
    ApiClient ann = nobody.as(founded.text("token"));
    ann.post("/monitors", Map.of("name", "By hand", "type", "manual")).expect(201);
    assertThat(nobody.post("/setup", setUp(server.setup.token())).expect(403).text("detail"))
        .contains("set up already");
  }

  @Test
  void setsUpBySettingsOnce() {
    EmailAddress email = EmailAddress.parse("ann@acme.test").orElseThrow();
    assertThat(server.setup.bySettings(email, "a long password").toCompletableFuture().join())
        .isTrue();
    assertThat(server.setup.bySettings(email, "another one").toCompletableFuture().join())
        .isFalse();
    server.configuration.refresh().toCompletableFuture().join();
    assertThat(
            nobody
                .signIn("ann@acme.test", "a long password")
                .get("/organization")
                .expect(200)
                .text("name"))
        .isEqualTo("default");
  }

  @Test
  void asksFoundersForALongPassword() {
    Map<String, String> form = setUp(server.setup.token());
    form.put("password", "elevenchars");
    assertThat(nobody.post("/setup", form).expect(422).fault("password"))
        .isEqualTo("It must have at least 12 characters.");
    form.put("password", "x".repeat(257));
    nobody.post("/setup", form).expect(422);
    form.put("password", "x".repeat(256));
    nobody.post("/setup", form).expect(201);
  }

  @Test
  void strangersSignUpOnlyWhereItIsOpenAndSetUp() throws Exception {
    nobody.post("/sign-up", founder("eve@acme.test")).expect(403);
    new Organizations(server).found("home");
    Answer founded = nobody.post("/sign-up", founder("eve@acme.test")).expect(201);
    nobody.as(founded.text("token")).get("/monitors").expect(200);
    nobody.post("/sign-up", founder("EVE@acme.test")).expect(409);
    server.close();
    start(false);
    new Organizations(server).found("home");
    nobody.post("/sign-up", founder("eve@acme.test")).expect(403);
  }

  @Test
  void anInvitedPersonComesInWithAPasswordOfTheirOwn() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    Answer invited =
        owner
            .post("/invitations", Map.of("email", "new@home.test", "role", "responder"))
            .expect(201);
    String token = invited.text("url").replaceAll(".*token=", "");
    assertThat(invited.text("url")).startsWith("http://tocsin.test/invite?token=tci_");
    assertThat(owner.get("/invitations").body()).doesNotContain(token);

    nobody.post("/invitations/accept", accept("tci_" + "x".repeat(43), "a")).expect(404);
    nobody.post("/invitations/accept", accept(token, "short")).expect(422);
    Answer joined =
        nobody.post("/invitations/accept", accept(token, "a long password")).expect(201);
    assertThat(joined.text("role")).isEqualTo("responder");
    nobody.post("/invitations/accept", accept(token, "a long password")).expect(404);
    assertThat(owner.get("/invitations").json().get("items")).isEmpty();
    owner.post("/invitations", Map.of("email", "NEW@home.test", "role", "viewer")).expect(409);
  }

  @Test
  void whoHasAnAccountAcceptsWithItsPassword() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    organizations.found("other");
    String token =
        owner(organizations, home)
            .post("/invitations", Map.of("email", "owner@other.test", "role", "viewer"))
            .text("url")
            .replaceAll(".*token=", "");
    nobody.post("/invitations/accept", accept(token, "not the password")).expect(401);
    Answer joined =
        nobody.post("/invitations/accept", accept(token, Organizations.PASSWORD)).expect(201);
    assertThat(joined.json().at("/organization/id").asText()).isEqualTo(home.toString());
    assertThat(nobody.as(joined.text("token")).get("/session").json().get("memberships"))
        .hasSize(2);
  }

  @Test
  void anInvitationSaysHowItsMailFares() {
    Organizations organizations = new Organizations(server);
    ApiClient owner = owner(organizations, organizations.found("home"));
    Map<String, String> ann = Map.of("email", "ann@home.test", "role", "viewer");
    Answer before = owner.post("/invitations", ann).expect(201);
    assertThat(before.json().get("mail").isNull()).isTrue();
    assertThat(owner.post("/invitations/" + before.text("id") + "/mail").expect(409).text("detail"))
        .contains("TOCSIN_SMTP_URL");
    assertThat(server.tenancy.hints).hasValue(1);

    server.tenancy.mails(true);
    Answer made =
        owner.post("/invitations", Map.of("email", "bob@home.test", "role", "viewer")).expect(201);
    assertThat(made.text("url")).startsWith("http://tocsin.test/invite?token=tci_");
    assertThat(made.json().at("/mail/state").asText()).isEqualTo("waiting");
    assertThat(server.tenancy.hints).hasValue(2);

    Instant at = Instant.parse("2026-11-22T10:31:00Z");
    server.tenancy.fares("bob@home.test", new InvitationMail.Sent(at));
    assertThat(mail(owner, "bob@home.test").toString())
        .isEqualTo("{\"state\":\"sent\",\"at\":\"2026-11-22T10:31:00.000Z\"}");
    server.tenancy.fares("bob@home.test", new InvitationMail.Refused(at, "550 nobody"));
    assertThat(mail(owner, "bob@home.test").toString())
        .isEqualTo(
            "{\"state\":\"refused\",\"at\":\"2026-11-22T10:31:00.000Z\",\"reason\":\"550 nobody\"}");
    server.tenancy.fares("bob@home.test", new InvitationMail.Waiting(at, "connection refused"));
    assertThat(mail(owner, "bob@home.test").toString())
        .isEqualTo(
            "{\"state\":\"waiting\",\"nextTryAt\":\"2026-11-22T10:31:00.000Z\","
                + "\"reason\":\"connection refused\"}");

    Answer again = owner.post("/invitations/" + made.text("id") + "/mail").expect(200);
    assertThat(again.json().at("/mail/reason").isNull()).isTrue();
    assertThat(again.json().has("url")).isFalse();
    owner.post("/invitations/" + UUID.randomUUID() + "/mail").expect(404);
  }

  private static JsonNode mail(ApiClient owner, String email) {
    for (JsonNode each : owner.get("/invitations").expect(200).json().get("items")) {
      if (each.get("email").asText().equals(email)) {
        return each.get("mail");
      }
    }
    throw new AssertionError("Nobody is " + email);
  }

  @Test
  void anInvitationExpires() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    String token =
        owner(organizations, home)
            .post("/invitations", Map.of("email", "new@home.test", "role", "viewer"))
            .text("url")
            .replaceAll(".*token=", "");
    server.time.pass(Duration.ofDays(7));
    nobody.post("/invitations/accept", accept(token, "a long password")).expect(404);
  }

  private static Map<String, String> accept(String token, String password) {
    return Map.of("token", token, "password", password);
  }

  @Test
  void theLastOwnerStays() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    String last = member(owner, "owner");
    owner.patch("/members/" + last, Map.of("role", "admin")).expect(409);
    owner.delete("/members/" + last).expect(409);
    String admin = member(owner, "admin");
    assertThat(owner.patch("/members/" + admin, Map.of("role", "owner")).expect(200).text("role"))
        .isEqualTo("owner");
    owner.delete("/members/" + last).expect(204);
    owner.patch("/members/" + admin, Map.of("role", "emperor")).expect(422);
  }

  @Test
  void aMemberOrOrganizationThatWasReadCanBeSentBackAndOnlyWhatMayChangeChanges() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    String path = "/members/" + member(owner, "viewer");
    JsonNode before = owner.patch(path, Map.of()).expect(200).json();
    assertThat(before.get("role").asText()).isEqualTo("viewer");
    assertThat(owner.patch(path, before).expect(200).json()).isEqualTo(before);
    Map<String, Object> more = Map.of("role", "admin", "email", "other@home.test");
    assertThat(owner.patch(path, more).expect(422).fault("email")).contains("cannot be changed");
    assertThat(owner.patch(path, Map.of("rolle", "admin")).expect(422).fault("rolle"))
        .contains("no such field");
    assertThat(owner.patch(path, Map.of()).json()).isEqualTo(before);

    JsonNode organization = owner.get("/organization").json();
    assertThat(owner.patch("/organization", organization).expect(200).json())
        .isEqualTo(organization);
    assertThat(owner.patch("/organization", Map.of("id", "x")).expect(422).fault("id"))
        .contains("cannot be changed");
  }

  private static String member(ApiClient owner, String role) {
    for (JsonNode member : owner.get("/members").expect(200).json().get("items")) {
      if (member.get("role").asText().equals(role)) {
        return member.get("id").asText();
      }
    }
    throw new AssertionError("No " + role);
  }

  @Test
  void aChangedRoleCountsAtOnceOnTheNodeThatChangedIt() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    ApiClient viewer = nobody.signIn("viewer@home.test", Organizations.PASSWORD);
    viewer.get("/tokens").expect(403);
    String id = viewer.get("/session").json().at("/user/id").asText();
    owner.patch("/members/" + id, Map.of("role", "admin")).expect(200);
    viewer.get("/tokens").expect(200);
    owner.delete("/members/" + id).expect(204);
    viewer.get("/tokens").expect(401);
  }

  @Test
  void aTokenIsShownOnceAndNoHigherThanItsMaker() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient admin = nobody.as(organizations.token(home, Role.ADMIN));
    assertThat(
            admin.post("/tokens", Map.of("name", "x", "role", "owner")).expect(422).fault("role"))
        .contains("your own, which is admin");
    ApiClient named = admin.with("Idempotency-Key", "deploy");
    Answer created = named.post("/tokens", Map.of("name", "deploy", "role", "admin")).expect(201);
    assertThat(created.text("token")).matches("tcs_[A-Za-z0-9_-]{43}");
    Answer repeated = named.post("/tokens", Map.of("name", "deploy", "role", "admin")).expect(201);
    assertThat(repeated.text("id")).isEqualTo(created.text("id"));
    assertThat(repeated.json().get("token").isNull()).isTrue();
    assertThat(admin.get("/tokens").body()).doesNotContain(created.text("token"));
    ApiClient deploy = nobody.as(created.text("token"));
    assertThat(deploy.get("/session").expect(200).text("kind")).isEqualTo("token");
    admin.delete("/tokens/" + created.text("id")).expect(204);
    deploy.get("/session").expect(401);
  }

  @Test
  void aNewNameOfTheOrganizationIsSeenAtOnce() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    owner.patch("/organization", Map.of("name", "Acme")).expect(200);
    assertThat(owner.get("/organization").text("name")).isEqualTo("Acme");
    owner.patch("/organization", Map.of()).expect(200);
    assertThat(owner.get("/organization").text("name")).isEqualTo("Acme");
  }

  @Test
  void theAuditLogIsReadPageByPage() {
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    ApiClient owner = owner(organizations, home);
    for (int i = 0; i < 4; i++) {
      owner.patch("/organization", Map.of("name", "Name " + i)).expect(200);
    }
    JsonNode first = owner.get("/audit-log?limit=3").expect(200).json();
    assertThat(first.get("items")).hasSize(3);
    JsonNode rest =
        owner.get("/audit-log?cursor=" + first.get("nextCursor").asText()).expect(200).json();
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(rest.get("items").get(rest.get("items").size() - 1).get("action").asText())
        .isEqualTo("organization.create");
    owner.get("/audit-log?cursor=nonsense").expect(422);
  }

  @Test
  void anOrganizationsDaysBeginWhereItSays() throws Exception {
    Organizations organizations = new Organizations(server);
    ApiClient owner = owner(organizations, organizations.found("home"));
    assertThat(owner.get("/organization").expect(200).json().path("timeZone").asText())
        .isEqualTo("UTC");
    owner.patch("/organization", Map.of("timeZone", "Australia/Lord_Howe")).expect(200);
    var changed = owner.get("/organization").expect(200).json();
    assertThat(changed.path("timeZone").asText()).isEqualTo("Australia/Lord_Howe");
    assertThat(changed.path("name").asText()).isEqualTo("home");
    assertThat(
            owner
                .patch("/organization", Map.of("timeZone", "Europe/Nowhere"))
                .expect(422)
                .fault("timeZone"))
        .isEqualTo("It must be a time zone such as \"Europe/Berlin\".");
  }
}
