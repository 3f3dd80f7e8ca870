package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberLinks.Purpose;
import dev.tocsin.tenancy.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking to be told, without a browser's scripts, cookies or headers. */
class SubscribePagesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private PeopleServer house;
  private String component;
  private String page;

  @BeforeEach
  void start() {
    house = new PeopleServer(folder);
    var owner = house.api().as(house.in(Role.OWNER).session);
    page =
        owner
            .post("/status-pages", Map.of("slug", "acme", "name", "Acme Status"))
            .expect(201)
            .text("id");
    component =
        owner
            .post("/status-pages/" + page + "/components", Map.of("name", "API <b>one</b>"))
            .expect(201)
            .text("id");
    owner
        .post("/status-pages", Map.of("slug", "inner", "name", "Inner", "visibility", "private"))
        .expect(201);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  private HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(house.server.uri(path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private static String form(String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  private String link(Purpose purpose, SubscriberId subscriber) {
    return "/"
        + purpose.path()
        + "/"
        + house.server.subscriptions.links().token(purpose, subscriber);
  }

  private Subscriber asked(String address) {
    assertThat(
            post("/status/acme/subscribe", form("type", "email", "address", address)).statusCode())
        .isEqualTo(200);
    return house.server.subscribers.all().getFirst();
  }

  @Test
  void oneWhoConfirmsIsToldAndCanChangeAndEndIt() {
    HttpResponse<String> shown = get("/status/acme/subscribe");
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.headers().firstValue("X-Robots-Tag")).hasValue("noindex, nofollow");
    assertThat(shown.body()).contains("API &lt;b&gt;one", "component-" + component);

    HttpResponse<String> answer =
        post(
            "/status/acme/subscribe",
            form("type", "email", "address", " ann@example.com ", "component-" + component, "on"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    Subscriber ann = house.server.subscribers.all().getFirst();
    assertThat(ann.to()).isEqualTo(new Destination(Destination.Kind.EMAIL, "ann@example.com"));
    assertThat(ann.components()).extracting(Object::toString).containsExactly(component);

    String confirm = link(Purpose.CONFIRM, ann.id());
    assertThat(get(confirm).body()).contains("<form", "Confirm");
    assertThat(house.server.subscribers.all().getFirst().isConfirmed()).isFalse();
    assertThat(post(confirm, "").statusCode()).isEqualTo(303);
    assertThat(house.server.subscribers.all().getFirst().isConfirmed()).isTrue();
    assertThat(get(confirm).body()).contains("You are told of Acme Status.");

    String manage = link(Purpose.MANAGE, ann.id());
    assertThat(get(manage).body()).contains("ann@example.com", "checked");
    assertThat(post(manage, "").body()).contains("You are told of all of it");
    assertThat(house.server.subscribers.all().getFirst().components()).isEmpty();

    String leave = link(Purpose.UNSUBSCRIBE, ann.id());
    assertThat(get(leave).body()).contains("Unsubscribe");
    assertThat(house.server.subscribers.all()).hasSize(1);
    assertThat(post(leave, "").statusCode()).isEqualTo(200);
    assertThat(house.server.subscribers.all()).isEmpty();
    assertThat(post(leave, "").statusCode()).isEqualTo(200);
    assertThat(get(manage).statusCode()).isEqualTo(404);
    assertThat(get(confirm).statusCode()).isEqualTo(404);
  }

  @Test
  void oneClickOfALetterBoxEndsItWhateverItSends() {
    Subscriber ann = asked("ann@example.com");
    HttpResponse<String> answer =
        send(
            request(link(Purpose.UNSUBSCRIBE, ann.id()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://mail.example.org")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(house.server.subscribers.all()).isEmpty();

    Subscriber bob = asked("bob@example.com");
    HttpResponse<String> multipart =
        send(
            request(link(Purpose.UNSUBSCRIBE, bob.id()))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
                            + "One-Click\r\n--x--\r\n")));
    assertThat(multipart.statusCode()).isEqualTo(200);
    assertThat(house.server.subscribers.all()).isEmpty();
  }

  @Test
  void nobodyLearnsWhoIsTold() {
    Subscriber ann = asked("ann@example.com");
    post(link(Purpose.CONFIRM, ann.id()), "");
    String known =
        post("/status/acme/subscribe", form("type", "email", "address", "ann@example.com")).body();
    String unknown =
        post("/status/acme/subscribe", form("type", "email", "address", "eve@example.com")).body();
    assertThat(known).isEqualTo(unknown.replace("eve@example.com", "ann@example.com"));
    assertThat(house.server.subscribers.asked).hasSize(3);
    assertThat(get("/api/v1/status-pages/" + page + "/subscribers").statusCode()).isEqualTo(401);
    for (Purpose purpose : Purpose.values()) {
      String good = link(purpose, ann.id());
      for (Purpose other : Purpose.values()) {
        if (other != purpose) {
          String foreign = "/" + other.path() + good.substring(good.lastIndexOf('/'));
          assertThat(get(foreign).statusCode()).isEqualTo(404);
        }
      }
      assertThat(get(good + "x").statusCode()).isEqualTo(404);
    }
    assertThat(get("/status/inner/subscribe").body())
        .isEqualTo(get("/status/none/subscribe").body());
    assertThat(post("/status/inner/subscribe", form("address", "a@example.com")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatIsWrongIsSaidAtItsField() {
    for (String wrong : List.of("", "ann", "a@b@c@d e", "a\r\nBcc: eve@example.com")) {
      HttpResponse<String> answer =
          post("/status/acme/subscribe", form("type", "email", "address", wrong));
      assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
      assertThat(answer.body()).contains("id=\"e-address\"");
    }
    for (String wrong :
        List.of(
            "", "http://example.com/hook", "https://127.0.0.1/", "https://user:x@example.com/")) {
      HttpResponse<String> answer =
          post("/status/acme/subscribe", form("type", "webhook", "url", wrong));
      assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
      assertThat(answer.body()).contains("id=\"e-url\"");
    }
    assertThat(
            post("/status/acme/subscribe", form("type", "slack", "url", "https://example.com/x"))
                .body())
        .contains("https://hooks.slack.com/");
    assertThat(
            post(
                    "/status/acme/subscribe",
                    form("type", "slack", "url", "https://hooks.slack.com/services/T/B/x"))
                .statusCode())
        .isEqualTo(200);
    assertThat(house.server.subscribers.all()).hasSize(1);
  }

  @Test
  void ofAPageThatIsPrivateNowTheyMayOnlyLeave() {
    Subscriber ann = asked("ann@example.com");
    var owner = house.api().as(house.in(Role.OWNER).session);
    owner.patch("/status-pages/" + page, Map.of("visibility", "private")).expect(200);
    for (Purpose purpose : Purpose.values()) {
      assertThat(get(link(purpose, ann.id())).body())
          .contains("Unsubscribe", link(Purpose.UNSUBSCRIBE, ann.id()))
          .doesNotContain("Acme")
          .doesNotContain("acme")
          .doesNotContain("API &lt;b&gt;")
          .doesNotContain(component);
    }
    assertThat(post(link(Purpose.CONFIRM, ann.id()), "").statusCode()).isEqualTo(404);
    assertThat(house.server.subscribers.all().getFirst().isConfirmed()).isFalse();
    HttpResponse<String> chosen =
        post(link(Purpose.MANAGE, ann.id()), form("component-" + component, "on"));
    assertThat(chosen.statusCode()).isEqualTo(404);
    assertThat(chosen.body()).doesNotContain("Acme");
    assertThat(house.server.subscribers.all().getFirst().components()).isEmpty();
    assertThat(post(link(Purpose.UNSUBSCRIBE, ann.id()), "").statusCode()).isEqualTo(200);
    assertThat(house.server.subscribers.all()).isEmpty();
  }

  @Test
  void oneNetworkAsksOnlySoOften() {
    int taken = 0;
    HttpResponse<String> last = null;
    for (int i = 0; i < 30; i++) {
      last = post("/status/acme/subscribe", form("type", "email", "address", i + "@example.com"));
      taken += last.statusCode() == 200 ? 1 : 0;
    }
    assertThat(taken).isEqualTo(20);
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aFormOfAnotherSiteIsRefused() {
    HttpResponse<String> answer =
        send(
            request("/status/acme/subscribe")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(form("address", "ann@example.com"))));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(house.server.subscribers.all()).isEmpty();
  }

  @Test
  void withoutTheStoreThePagesSaySo() {
    Subscriber ann = asked("ann@example.com");
    house.server.store.goAway();
    assertThat(get("/status/acme/subscribe").statusCode()).isEqualTo(200);
    for (HttpResponse<String> answer :
        List.of(
            post("/status/acme/subscribe", form("address", "bob@example.com")),
            get(link(Purpose.CONFIRM, ann.id())),
            post(link(Purpose.UNSUBSCRIBE, ann.id()), ""))) {
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    house.server.store.comeBack();
    assertThat(post(link(Purpose.UNSUBSCRIBE, ann.id()), "").statusCode()).isEqualTo(200);
  }

  @Test
  void adminsSeeAndRemoveWhoIsTold() {
    Subscriber ann = asked("ann@example.com");
    var admin = house.in(Role.ADMIN);
    String here = "/organization/subscribers/" + page;
    assertThat(admin.page(here).text()).contains("ann@example.com", "asked");
    post(link(Purpose.CONFIRM, ann.id()), "");
    assertThat(admin.page(here).text()).contains("Told: 1 by mail.");
    assertThat(house.in(Role.RESPONDER).get(here).statusCode()).isEqualTo(403);
    assertThat(admin.post(here, "type", "email", "address", "bob@example.com").statusCode())
        .isEqualTo(303);
    assertThat(admin.post(here, "type", "email", "address", "bob").statusCode()).isEqualTo(422);
    assertThat(admin.page(here).text()).contains("bob@example.com");
    assertThat(admin.post(here + "/remove", "subscriber", ann.id().toString()).statusCode())
        .isEqualTo(303);
    assertThat(admin.page(here).text()).doesNotContain("ann@example.com");
  }

  @Test
  void adminsManageThemByTheApi() {
    var admin = house.api().as(house.in(Role.ADMIN).session);
    String here = "/status-pages/" + page + "/subscribers";
    admin
        .post(here, Map.of("address", "ann@example.com", "componentIds", List.of(component)))
        .expect(202);
    admin
        .post(here, Map.of("type", "webhook", "url", "https://hooks.example.com/secret"))
        .expect(202);
    assertThat(admin.post(here, Map.of("address", "ann")).status()).isEqualTo(422);
    assertThat(
            admin
                .post(here, Map.of("address", "a@example.com", "componentIds", List.of(page)))
                .status())
        .isEqualTo(422);
    var first = admin.get(here + "?limit=1").expect(200).json();
    assertThat(first.get("items")).hasSize(1);
    assertThat(first.get("items").get(0).get("host").asText()).isEqualTo("hooks.example.com");
    assertThat(first.toString()).doesNotContain("secret");
    var second =
        admin.get(here + "?limit=1&cursor=" + first.get("nextCursor").asText()).expect(200).json();
    assertThat(second.get("nextCursor").isNull()).isTrue();
    assertThat(second.get("items").get(0).get("address").asText()).isEqualTo("ann@example.com");
    assertThat(second.get("items").get(0).get("state").asText()).isEqualTo("asked");
    String id = second.get("items").get(0).get("id").asText();
    post(link(Purpose.CONFIRM, new SubscriberId(UUID.fromString(id))), "");
    assertThat(admin.get(here + "/count").expect(200).json().get("all").asInt()).isEqualTo(1);
    admin.delete(here + "/" + id).expect(204);
    admin.delete(here + "/" + id).expect(404);
    assertThat(house.api().as(house.in(Role.RESPONDER).session).get(here).status()).isEqualTo(403);
  }
}
