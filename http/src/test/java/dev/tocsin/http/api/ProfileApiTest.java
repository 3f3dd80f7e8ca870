package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileApiTest {
  private static final String EMAIL = "owner@home.test";

  private TestServer server;
  private ApiClient owner;

  @BeforeEach
  void start() {
    server = TestServer.start();
    new Organizations(server).found("home");
    owner = signIn();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private ApiClient signIn() {
    return ApiClient.of(server).signIn(EMAIL, Organizations.PASSWORD);
  }

  private static Map<String, String> passwords(String present, String wanted) {
    return Map.of("password", present, "newPassword", wanted);
  }

  @Test
  void aPersonSeesAndChangesTheirNameAndZone() {
    var before = owner.get("/profile").expect(200).json();
    assertThat(before.get("email").asText()).isEqualTo(EMAIL);
    assertThat(before.get("name").isNull()).isTrue();

    var after =
        owner.patch("/profile", Map.of("name", "Mara", "timeZone", "Asia/Tokyo")).expect(200);

    assertThat(after.text("timeZone")).isEqualTo("Asia/Tokyo");
    assertThat(owner.get("/profile").expect(200).json()).isEqualTo(after.json());
    assertThat(owner.get("/session").json().at("/user/name").asText()).isEqualTo("Mara");
    Map<String, String> nothing = new HashMap<>();
    nothing.put("name", null);
    assertThat(owner.patch("/profile", nothing).expect(200).json().get("name").isNull()).isTrue();
    assertThat(owner.get("/profile").text("timeZone")).isEqualTo("Asia/Tokyo");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(owner.patch("/profile", Map.of("timeZone", "Tokyo")).expect(422).fault("timeZone"))
        .contains("Europe/Berlin");
    owner.sendRaw("PATCH", "/profile", "{\"email\":\"a@b.c\"}", "application/json").expect(422);
    assertThat(
            owner
                .sendRaw(
                    "POST",
                    "/profile/password",
                    "{\"password\":\"x\",\"newPassword\":\"short\"}",
                    "application/json")
                .expect(422)
                .fault("newPassword"))
        .contains("12 characters");
  }

  @Test
  void aNewPasswordNeedsThePresentOneAndEndsOtherSessions() {
    ApiClient elsewhere = signIn();
    assertThat(
            owner
                .post("/profile/password", passwords("a wrong one", "a much better one"))
                .expect(422)
                .fault("password"))
        .isEqualTo("This is not your present password.");
    elsewhere.get("/session").expect(200);

    owner
        .post("/profile/password", passwords(Organizations.PASSWORD, "a much better one"))
        .expect(204);

    owner.get("/session").expect(200);
    elsewhere.get("/session").expect(401);
    ApiClient.of(server)
        .post("/session", Map.of("email", EMAIL, "password", Organizations.PASSWORD))
        .expect(401);
    ApiClient.of(server).signIn(EMAIL, "a much better one").get("/session").expect(200);
  }

  @Test
  void aSignInThatAChangeOfThePasswordOvertookIsRefused() {
    server.tenancy.beforeNextSession.set(
        () ->
            owner
                .post("/profile/password", passwords(Organizations.PASSWORD, "a much better one"))
                .expect(204));

    ApiClient.of(server)
        .post("/session", Map.of("email", EMAIL, "password", Organizations.PASSWORD))
        .expect(401);

    assertThat(owner.get("/sessions").expect(200).json().get("items")).hasSize(1);
  }

  @Test
  void whatAnotherNodeChangedOfAPersonStaysAsItIs() {
    owner.get("/profile").expect(200);
    UserId id = new UserId(UUID.fromString(owner.get("/profile").text("id")));
    server.tenancy.change(
        id, it -> it.changed("Mara", ZoneId.of("Asia/Tokyo")), server.time.instant());

    var after = owner.patch("/profile", Map.of("timeZone", "Europe/Berlin")).expect(200);

    assertThat(after.text("name")).isEqualTo("Mara");
    assertThat(owner.get("/profile").expect(200).json()).isEqualTo(after.json());
    var named = owner.patch("/profile", Map.of("name", "Lea")).expect(200);
    assertThat(named.text("timeZone")).isEqualTo("Europe/Berlin");
  }

  @Test
  void guessingThePresentPasswordIsSlowedDownWithTheSignIn() {
    int status = 0;
    for (int guess = 0; guess < 10 && status != 429; guess++) {
      status = owner.post("/profile/password", passwords("guess", "a much better one")).status();
    }
    assertThat(status).isEqualTo(429);
    ApiClient.of(server)
        .post("/session", Map.of("email", EMAIL, "password", Organizations.PASSWORD))
        .expect(429);
  }

  @Test
  void endsAllSessionsButThisOne() {
    List<ApiClient> others = List.of(signIn(), signIn());

    owner.delete("/sessions").expect(204);

    others.forEach(other -> other.get("/session").expect(401));
    assertThat(owner.get("/sessions").expect(200).json().get("items")).hasSize(1);
    assertThat(owner.get("/sessions").json().at("/items/0/address").asText())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void theAuditLogIsSearched() {
    owner.post("/tokens", Map.of("name", "ci", "role", "viewer")).expect(201);
    ApiClient admin =
        ApiClient.of(server)
            .signIn(Organizations.email(Role.ADMIN, "home"), Organizations.PASSWORD);
    admin.post("/tokens", Map.of("name", "deploys", "role", "viewer")).expect(201);
    String adminId = admin.get("/profile").text("id");

    assertThat(count("")).isEqualTo(3);
    assertThat(count("?q=deploys")).isEqualTo(1);
    assertThat(count("?q=token.create&author=" + adminId)).isEqualTo(1);
    assertThat(count("?kind=token")).isEqualTo(2);
    assertThat(count("?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:01Z")).isEqualTo(3);
    assertThat(count("?to=2026-01-01T00:00:00Z")).isZero();
    for (String wrong : Arrays.asList("author=me", "from=noon", "q=" + "x".repeat(201))) {
      owner.get("/audit-log?" + wrong).expect(422);
    }
    assertThat(count("?author=" + UUID.randomUUID())).isZero();
  }

  private int count(String query) {
    return owner.get("/audit-log" + query).expect(200).json().get("items").size();
  }
}
