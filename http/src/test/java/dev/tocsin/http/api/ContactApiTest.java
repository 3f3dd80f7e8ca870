package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.conf.Secret;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.notify.Message;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contact methods, how they are verified, and notification rules. */
class ContactApiTest {
  private static TestServer server;
  private static ApiClient viewer;
  private static ApiClient responder;
  private static ApiClient owner;
  private static String viewerId;
  private static String methods;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    new Organizations(server).found("home");
    viewer = in(Role.VIEWER);
    responder = in(Role.RESPONDER);
    owner = in(Role.OWNER);
    viewerId = viewer.get("/session").json().at("/user/id").asText();
    methods = "/users/" + viewerId + "/contact-methods";
  }

  private static ApiClient in(Role role) {
    return ApiClient.of(server).signIn(Organizations.email(role, "home"), Organizations.PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String method(String address) {
    return viewer
        .post(methods, Map.of("name", "Mail", "type", "email", "address", address))
        .expect(201)
        .text("id");
  }

  private static String code() {
    Message message = server.channels.sent.getLast().message();
    assertThat(message.kind()).isEqualTo(Message.Kind.VERIFICATION);
    return message.code();
  }

  private static Map<String, String> said(String code) {
    return Map.of("code", code);
  }

  private static Map<String, String> wrong() {
    return said(code().equals("000000") ? "000001" : "000000");
  }

  @Test
  void eachMemberBeginsWithTheAddressTheySignInWith() {
    JsonNode own = null;
    for (JsonNode method : viewer.get(methods).expect(200).json().get("items")) {
      own = method.path("address").asText().equals("viewer@home.test") ? method : own;
    }
    assertThat(own.get("verifiedAt").isNull()).isTrue();
    assertThat(own.get("type").asText()).isEqualTo("email");
  }

  @Test
  void aMailedLinkShowsThatMailArrivesAndAnyOtherDoesNot() {
    String secret =
        owner
            .post("/invitations", Map.of("email", "mailed@example.com", "role", "viewer"))
            .text("url")
            .replaceAll(".*token=", "");
    String mailed =
        server.invitationLinks.mailed(new Secret(secret)).toString().replaceAll(".*token=", "");
    ApiClient.of(server)
        .post(
            "/invitations/accept",
            Map.of("token", mailed + "x", "password", Organizations.PASSWORD))
        .expect(404);
    assertThat(verifiedAfter(mailed)).isTrue();
    String sentOn =
        owner
            .post("/invitations", Map.of("email", "sent-on@example.com", "role", "viewer"))
            .text("url")
            .replaceAll(".*token=", "");
    assertThat(verifiedAfter(sentOn)).isFalse();
  }

  private static boolean verifiedAfter(String token) {
    ApiClient joined =
        ApiClient.of(server)
            .as(
                ApiClient.of(server)
                    .post(
                        "/invitations/accept",
                        Map.of("token", token, "password", Organizations.PASSWORD))
                    .expect(201)
                    .text("token"));
    String id = joined.get("/session").json().at("/user/id").asText();
    return !joined
        .get("/users/" + id + "/contact-methods")
        .json()
        .at("/items/0/verifiedAt")
        .isNull();
  }

  @Test
  void theCodeThatWasSentVerifiesOnce() {
    String path = methods + "/" + method("code@example.com");
    viewer.post(path + "/confirm", said("123456")).expect(409);
    viewer.post(path + "/verify").expect(200);
    assertThat(server.channels.sent.getLast().endpoint().settings())
        .containsEntry("address", "code@example.com");
    assertThat(viewer.post(path + "/confirm", wrong()).expect(422).fault("code")).isNotEmpty();
    JsonNode verified = viewer.post(path + "/confirm", said(code())).expect(200).json();
    assertThat(verified.get("verifiedAt").isNull()).isFalse();
    viewer.post(path + "/verify").expect(409);
    viewer.post(path + "/confirm", said(code())).expect(409);
    assertThat(viewer.patch(path, Map.of("name", "Other")).json().get("verifiedAt").isNull())
        .isFalse();
    assertThat(
            viewer
                .patch(path, Map.of("address", "else@example.com"))
                .json()
                .get("verifiedAt")
                .isNull())
        .as("another address is not shown to be theirs")
        .isTrue();
  }

  @Test
  void aCodeIsWorthNothingAfterFiveAttemptsOrAQuarterOfAnHour() {
    String path = methods + "/" + method("guessed@example.com");
    viewer.post(path + "/verify").expect(200);
    viewer.post(path + "/verify").expect(429);
    for (int i = 0; i < 5; i++) {
      viewer.post(path + "/confirm", wrong()).expect(422);
    }
    viewer.post(path + "/confirm", said(code())).expect(409);
    server.time.pass(Duration.ofMinutes(2));
    viewer.post(path + "/verify").expect(200);
    server.time.pass(Duration.ofMinutes(15));
    viewer.post(path + "/confirm", said(code())).expect(409);
  }

  @Test
  void aCodeIsBoundToWhereItWent() {
    String path = methods + "/" + method("first@example.com");
    viewer.post(path + "/verify").expect(200);
    viewer.patch(path, Map.of("address", "second@example.com")).expect(200);
    viewer.post(path + "/confirm", said(code())).expect(422);
  }

  @Test
  void othersSeeThePlaceAloneAndChangeNothing() {
    String path = methods + "/" + method("private@example.com");
    JsonNode seen = responder.get(path).expect(200).json();
    assertThat(seen.has("address")).isFalse();
    assertThat(seen.get("place").asText()).isNotEmpty();
    responder.patch(path, Map.of("name", "Mine")).expect(403);
    responder.post(path + "/verify").expect(403);
    assertThat(owner.get(path).text("address")).isEqualTo("private@example.com");
    owner.patch(path, Map.of("name", "Theirs")).expect(200);
    String another = owner.get("/session").json().at("/user/id").asText();
    owner.get("/users/" + another + "/contact-methods/" + path.replaceAll(".*/", "")).expect(404);
  }

  @Test
  void rulesNameMethodsOfTheirPersonWhichStayThen() {
    String rules = "/users/" + viewerId + "/notification-rules";
    String method = method("rules@example.com");
    assertThat(viewer.get(rules).expect(200).json().get("rules")).isEmpty();
    Map<String, Object> body =
        Map.of(
            "rules",
            List.of(
                Map.of("urgency", "high", "contactMethodId", method),
                Map.of("urgency", "low", "delay", "10m", "contactMethodId", method)));
    JsonNode stored = viewer.put(rules, body).expect(200).json();
    assertThat(stored.at("/rules/0/delay").asText()).isEqualTo("0ms");
    assertThat(viewer.put(rules, stored).expect(200).json()).isEqualTo(stored);
    assertThat(responder.get(rules).json()).isEqualTo(stored);
    viewer.delete(methods + "/" + method).expect(409);
    String theirs = responder.get("/session").json().at("/user/id").asText();
    responder
        .put("/users/" + theirs + "/notification-rules", body)
        .expect(422)
        .fault("rules[0].contactMethodId");
    responder.put(rules, body).expect(403);
    viewer.put(rules, Map.of("rules", List.of())).expect(200);
    viewer.delete(methods + "/" + method).expect(204);
  }

  @Test
  void aPersonIsCalledByTheirNewNameAtOnce() {
    responder.patch("/profile", Map.of("name", "Rosa")).expect(200);
    String id = responder.get("/session").json().at("/user/id").asText();
    assertThat(viewer.get("/users/" + id).text("name")).isEqualTo("Rosa");
    owner.patch("/members/" + id, Map.of("role", "admin")).expect(200);
    assertThat(viewer.get("/users/" + id).text("role")).isEqualTo("admin");
    owner.patch("/members/" + id, Map.of("role", "responder")).expect(200);
  }

  @Test
  void aBrowserIsAWayOfOnePersonWhoseSettingsNeverComeBack() {
    assertThat(viewer.get("/web-push-key").expect(200).text("publicKey")).matches("[\\w-]{87}");
    Map<String, String> browser =
        Map.of(
            "name", "Chrome on Linux",
            "type", "webpush",
            "url", "https://push.example/browser/1",
            "p256dh", viewer.get("/web-push-key").text("publicKey"),
            "auth", "AAAAAAAAAAAAAAAAAAAAAA");
    JsonNode stored = viewer.post(methods, browser).expect(201).json();
    assertThat(stored.get("place").asText()).isEqualTo("push.example");
    assertThat(stored.get("verifiedAt").isNull()).isTrue();
    String path = methods + "/" + stored.get("id").asText();
    assertThat(viewer.get(path).json().toString() + viewer.get(methods).body())
        .doesNotContain("browser/1", "AAAAAAAAAAAA", browser.get("p256dh"));

    int before = server.channels.pushed.size();
    viewer.post(path + "/verify").expect(200);
    assertThat(server.channels.pushed).hasSize(before + 1);
    viewer.post(path + "/confirm", said("12345x")).expect(422);
    viewer.delete(path).expect(204);
  }

  @Test
  void aBrowserIsNoPlaceThatAnOrganizationShares() {
    owner
        .post(
            "/channels",
            Map.of(
                "name", "Chrome",
                "type", "webpush",
                "url", "https://push.example/browser/1",
                "p256dh", owner.get("/web-push-key").text("publicKey"),
                "auth", "AAAAAAAAAAAAAAAAAAAAAA"))
        .expect(422)
        .fault("type");
  }
}
