package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionApiTest {
  private static final String OWNER = "owner@home.test";

  private TestServer server;
  private Organizations organizations;
  private OrganizationId home;
  private ApiClient nobody;

  @BeforeEach
  void start() {
    start(TestServer.Options.USUAL);
  }

  private void start(TestServer.Options options) {
    server = TestServer.start(options);
    organizations = new Organizations(server);
    home = organizations.found("home");
    nobody = ApiClient.of(server);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer signIn(ApiClient client, String email, String password) {
    return client.post("/session", Map.of("email", email, "password", password));
  }

  private ApiClient cookieOf(Answer signedIn) {
    return nobody.with("Cookie", signedIn.header("Set-Cookie").orElseThrow().replaceAll(";.*", ""));
  }

  @Test
  void answersATokenAndACookieThatLastFourteenDays() {
    Answer answer = signIn(nobody, "Owner@HOME.test", Organizations.PASSWORD).expect(200);
    assertThat(answer.json().at("/organization/id").asText()).isEqualTo(home.toString());
    assertThat(answer.json().at("/organization/name").asText()).isEqualTo("home");
    assertThat(answer.text("role")).isEqualTo("owner");
    assertThat(Duration.between(Instant.now(), Instant.parse(answer.text("expiresAt"))))
        .isBetween(Duration.ofDays(14).minusMinutes(1), Duration.ofDays(14));
    assertThat(answer.header("Set-Cookie").orElseThrow())
        .startsWith("tocsin_session=" + answer.text("token"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600")
        .doesNotContain("Secure");
    JsonNode me = nobody.as(answer.text("token")).get("/session").expect(200).json();
    assertThat(me.at("/user/email").asText()).isEqualTo(OWNER);
    assertThat(me.at("/memberships/0/role").asText()).isEqualTo("owner");
    assertThat(me.get("csrfToken")).isEqualTo(answer.json().get("csrfToken"));
  }

  @Test
  void theCookieIsSecureBehindHttps() throws Exception {
    server.close();
    start(new TestServer.Options(URI.create("https://tocsin.test"), false, List.of()));
    assertThat(signIn(nobody, OWNER, Organizations.PASSWORD).header("Set-Cookie").orElseThrow())
        .contains("Secure");
  }

  @Test
  void aWrongPasswordAndAnUnknownAccountAreAnsweredAlike() {
    Answer wrong = signIn(nobody, OWNER, "not the password").expect(401);
    Answer unknown = signIn(nobody, "nobody@home.test", "not the password").expect(401);
    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(wrong.header("WWW-Authenticate")).contains("Bearer realm=\"tocsin\"");
    signIn(nobody, "no address", "x").expect(422);
  }

  @Test
  void guessingIsSlowedDownAndTheRightPasswordWaitsToo() {
    for (int attempt = 0; attempt < 5; attempt++) {
      signIn(nobody, OWNER, "guess " + attempt).expect(401);
    }
    Answer refused = signIn(nobody, OWNER, Organizations.PASSWORD).expect(429);
    assertThat(refused.header("Retry-After")).contains("1");
    server.time.pass(Duration.ofSeconds(2));
    signIn(nobody, OWNER, Organizations.PASSWORD).expect(200);
    signIn(nobody, OWNER, "one more guess").expect(401);
    signIn(nobody, OWNER, Organizations.PASSWORD).expect(200);
  }

  @Test
  void anAddressThatGuessesManyAccountsIsSlowedDown() {
    for (int attempt = 0; attempt < 20; attempt++) {
      signIn(nobody, "user" + attempt + "@home.test", "guess").expect(401);
    }
    signIn(nobody, "user99@home.test", "guess").expect(429);
    // nobody's word for another address is believed
    signIn(nobody.with("X-Forwarded-For", "198.51.100.1"), "user99@home.test", "guess").expect(429);
  }

  @Test
  void aTrustedProxysWordForTheAddressCounts() throws Exception {
    server.close();
    start(new TestServer.Options(URI.create("http://tocsin.test"), false, List.of("127.0.0.0/8")));
    for (int attempt = 0; attempt < 20; attempt++) {
      signIn(
              nobody.with("X-Forwarded-For", "203.0.113.9, 198.51.100.1"),
              "user" + attempt + "@home.test",
              "guess")
          .expect(401);
    }
    signIn(nobody.with("X-Forwarded-For", "198.51.100.1"), "x@home.test", "guess").expect(429);
    signIn(nobody.with("X-Forwarded-For", "198.51.100.2"), "x@home.test", "guess").expect(401);
  }

  @Test
  void signingOutEndsTheSessionAtOnce() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    ApiClient session = nobody.as(signedIn.text("token"));
    assertThat(session.delete("/session").expect(204).header("Set-Cookie").orElseThrow())
        .startsWith("tocsin_session=;")
        .contains("Max-Age=0");
    session.get("/session").expect(401);
  }

  @Test
  void aSessionThatEndsElsewhereIsRefusedFiveSecondsLater() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    ApiClient session = nobody.as(signedIn.text("token"));
    JsonNode current = session.get("/sessions").json().at("/items/0");
    UserId user =
        new UserId(UUID.fromString(session.get("/session").json().at("/user/id").asText()));
    server.tenancy.endSession(
        user, new SessionId(UUID.fromString(current.get("id").asText())), Instant.now());
    session.get("/session").expect(200);
    server.time.pass(Duration.ofSeconds(5));
    session.get("/session").expect(401);
  }

  @Test
  void theStoreIsAskedOnceInFiveSeconds() {
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    int before = server.tenancy.verdictsAsked.get();
    for (int i = 0; i < 20; i++) {
      session.get("/session").expect(200);
    }
    assertThat(server.tenancy.verdictsAsked.get() - before).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayItsLastWordStands() {
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    ApiClient token = nobody.as(organizations.token(home, Role.VIEWER));
    ApiClient unheard = nobody.as(organizations.token(home, Role.VIEWER));
    session.get("/monitors").expect(200);
    token.get("/monitors").expect(200);
    server.store.goAway();
    server.time.pass(Duration.ofMinutes(5));
    session.get("/monitors").expect(200);
    token.get("/monitors").expect(200);
    unheard.get("/monitors").expect(503);
    signIn(nobody, OWNER, Organizations.PASSWORD).expect(503);
    server.time.pass(Duration.ofDays(15));
    session.get("/monitors").expect(401);
  }

  @Test
  void aSessionAndATokenThatWereNeverUsedReadWhileTheStoreIsAway() {
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    ApiClient used = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    ApiClient token =
        nobody.as(
            used.post("/tokens", Map.of("name", "deploy", "role", "viewer"))
                .expect(201)
                .text("token"));
    server.store.goAway();
    session.get("/monitors").expect(200);
    token.get("/monitors").expect(200);
  }

  @Test
  void aPasswordThatIsNoneHasOneFault() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("email", OWNER),
            Map.of("email", OWNER, "password", ""),
            Map.of("email", OWNER, "password", "x".repeat(257)))) {
      assertThat(
              nobody
                  .sendRaw("POST", "/session", json(wrong), "application/json")
                  .expect(422)
                  .json()
                  .get("errors"))
          .hasSize(1);
    }
  }

  private static String json(Map<String, String> body) {
    return new String(dev.tocsin.http.Json.bytes(body), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void signInsThatTheStoreCouldNotDecideAreNotCounted() {
    server.store.goAway();
    for (int attempt = 0; attempt < 30; attempt++) {
      signIn(nobody, OWNER, Organizations.PASSWORD).expect(503);
    }
    server.store.comeBack();
    signIn(nobody, OWNER, Organizations.PASSWORD).expect(200);
  }

  @Test
  void aSessionExpires() {
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    session.get("/session").expect(200);
    server.time.pass(Duration.ofDays(14));
    session.get("/session").expect(401);
  }

  @Test
  void aCookieChangesNothingWithoutTheCsrfToken() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    ApiClient browser = cookieOf(signedIn).with("Origin", "http://tocsin.test");
    browser.get("/session").expect(200);
    assertThat(browser.post("/monitors", manual()).expect(403).text("detail"))
        .contains(Authentication.CSRF_HEADER);
    browser.with(Authentication.CSRF_HEADER, "wrong").post("/monitors", manual()).expect(403);
    Answer other = signIn(nobody, OWNER, Organizations.PASSWORD);
    browser
        .with(Authentication.CSRF_HEADER, other.text("csrfToken"))
        .post("/monitors", manual())
        .expect(403);
    browser
        .with(Authentication.CSRF_HEADER, signedIn.text("csrfToken"))
        .post("/monitors", manual())
        .expect(201);
  }

  @Test
  void aCookieChangesNothingForAnotherSitesPage() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    ApiClient browser =
        cookieOf(signedIn).with(Authentication.CSRF_HEADER, signedIn.text("csrfToken"));
    for (ApiClient foreign :
        List.of(
            browser.with("Origin", "https://evil.example.com"),
            browser.with("Origin", "null"),
            browser.with("Sec-Fetch-Site", "cross-site"),
            browser.with("Sec-Fetch-Site", "same-site"))) {
      foreign.post("/monitors", manual()).expect(403);
    }
    for (ApiClient own :
        List.of(
            browser.with("Origin", "http://tocsin.test"),
            browser.with("Origin", "http://127.0.0.1:" + server.port()),
            browser.with("Sec-Fetch-Site", "same-origin"))) {
      own.post("/monitors", manual()).expect(201);
    }
  }

  @Test
  void aCookieChangesNothingForABrowserThatDoesNotSayWhereItComesFrom() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    ApiClient browser =
        cookieOf(signedIn).with(Authentication.CSRF_HEADER, signedIn.text("csrfToken"));
    for (Answer refused :
        List.of(
            browser.post("/monitors", manual()),
            browser.put("/monitors/" + UUID.randomUUID(), manual()),
            browser.patch("/organization", Map.of("name", "Other")),
            browser.delete("/session"))) {
      assertThat(refused.expect(403).text("detail"))
          .contains("Origin", "Sec-Fetch-Site", "Authorization: Bearer");
    }
    browser.get("/session").expect(200);
    // a program that shows its token has no browser that could be tricked
    nobody.as(signedIn.text("token")).post("/monitors", manual()).expect(201);
  }

  @Test
  void nobodyIsSignedInByAnotherSitesPage() {
    assertThat(
            signIn(nobody.with("Origin", "https://evil.example.com"), OWNER, Organizations.PASSWORD)
                .expect(403)
                .text("detail"))
        .contains("Origin");
  }

  @Test
  void aBearerTokenNeedsNoCsrfToken() {
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    session.with("Origin", "https://app.example.com").post("/monitors", manual()).expect(201);
  }

  @Test
  void aWrongBearerTokenIsNotMadeGoodByACookie() {
    Answer signedIn = signIn(nobody, OWNER, Organizations.PASSWORD);
    cookieOf(signedIn).as("tcs_nonsense").get("/session").expect(401);
    cookieOf(signedIn).with("Authorization", "Basic b3duZXI6eA==").get("/session").expect(401);
  }

  @Test
  void aTamperedTokenIsRefused() {
    String token = signIn(nobody, OWNER, Organizations.PASSWORD).text("token");
    String[] parts = token.split("\\.");
    String none =
        Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes());
    for (String wrong :
        List.of(
            none + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
            "a.b.c",
            "",
            "x".repeat(5_000))) {
      nobody.as(wrong).get("/session").expect(401);
    }
  }

  @Test
  void whoIsInSeveralOrganizationsChoosesByHeaderElseTheLast() {
    OrganizationId other = anotherOfTheOwners();
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    assertThat(organizationOf(session)).isEqualTo(home.toString());
    ApiClient there = session.with(Authentication.ORGANIZATION_HEADER, other.toString());
    assertThat(organizationOf(there)).isEqualTo(other.toString());
    assertThat(there.get("/session").text("role")).isEqualTo("viewer");
    there.post("/monitors", manual()).expect(403);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(organizationOf(session)).isEqualTo(other.toString()));
    session
        .with(Authentication.ORGANIZATION_HEADER, UUID.randomUUID().toString())
        .get("/session")
        .expect(403);
    session.with(Authentication.ORGANIZATION_HEADER, "home").get("/session").expect(403);
    nobody
        .as(organizations.token(home, Role.ADMIN))
        .with(Authentication.ORGANIZATION_HEADER, other.toString())
        .get("/session")
        .expect(403);
  }

  @Test
  void goingBackAndForthBetweenOrganizationsWritesOnceInFiveMinutes() {
    OrganizationId other = anotherOfTheOwners();
    ApiClient session = nobody.as(signIn(nobody, OWNER, Organizations.PASSWORD).text("token"));
    for (int i = 0; i < 20; i++) {
      for (OrganizationId chosen : List.of(home, other)) {
        ApiClient there = session.with(Authentication.ORGANIZATION_HEADER, chosen.toString());
        assertThat(organizationOf(there)).isEqualTo(chosen.toString());
      }
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(organizationOf(session)).isEqualTo(other.toString()));
    assertThat(server.tenancy.choicesWritten).hasValue(1);

    server.time.pass(Duration.ofMinutes(5));
    session.with(Authentication.ORGANIZATION_HEADER, home.toString()).get("/session").expect(200);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(organizationOf(session)).isEqualTo(home.toString()));
    assertThat(server.tenancy.choicesWritten).hasValue(2);
  }

  /** One in which the owner is a viewer. */
  private OrganizationId anotherOfTheOwners() {
    OrganizationId other = organizations.found("other");
    server.tenancy.add(
        other,
        server.tenancy.account(EmailAddress.parse(OWNER).orElseThrow()).orElseThrow(),
        Role.VIEWER,
        server.time.instant());
    return other;
  }

  private static String organizationOf(ApiClient client) {
    return client.get("/session").expect(200).json().at("/organization/id").asText();
  }

  private static Map<String, String> manual() {
    return Map.of("name", "By hand", "type", "manual");
  }
}
