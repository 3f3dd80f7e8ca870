package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Team;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.probe.ping.PingSpec;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorFormRoutesTest {
  private static final String CSRF = "csrf=" + FakeEntrance.CSRF;
  private static final String NEW = "/monitors/new";
  private static final List<String> TYPES =
      List.of(
          "http",
          "heartbeat",
          "tcp",
          "dns",
          "tls",
          "ping",
          "udp",
          "smtp",
          "redis",
          "websocket",
          "grpc",
          "sql",
          "domain",
          "manual");

  private final House.Tables tables = new House.Tables();
  private House house;
  private PageServer server;

  @BeforeEach
  void serve(@TempDir Path folder) {
    house = new House(tables, folder, Runnable::run);
    server = new PageServer(house.start());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void offersEveryKindBelowItsOneQuestion() {
    Document shown = html(server.get(NEW, in("ADMIN")));

    assertThat(shown.select("label[for=f-address]").text()).isEqualTo("What shall I watch?");
    assertThat(shown.select(".kinds a").eachAttr("href"))
        .containsExactlyElementsOf(TYPES.stream().map(type -> NEW + "?type=" + type).toList());
    StatusPageTest.assertStrict(shown);
  }

  @Test
  void everyFormFoldsWhatIsUsualAndNamesEachField() {
    for (String type : TYPES) {
      Document shown = html(server.get(NEW + "?type=" + type, in("ADMIN")));

      assertThat(shown.select("h1")).hasSize(1);
      assertThat(shown.select("details[open]")).as(type).isEmpty();
      assertThat(shown.select("#settings :is(input:not([type=hidden]), select, textarea)"))
          .as(type)
          .isNotEmpty()
          .allSatisfy(
              field ->
                  assertThat(
                          shown.select("label[for=\"" + field.id() + "\"]").size()
                              + field.parents().select("label").size())
                      .as(field.id())
                      .isPositive());
      boolean isCalled = List.of("heartbeat", "manual").contains(type);
      assertThat(shown.select("[name=test]").isEmpty()).as(type).isEqualTo(isCalled);
      StatusPageTest.assertStrict(shown);
    }
    assertThat(server.get(NEW + "?type=other", in("ADMIN")).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldWithAllThatWasTypedAndThenCorrected() {
    Map<String, String> typed =
        Map.of(
            "type", "http",
            "id", MonitorId.create().toString(),
            "name", "Shop",
            "http.url", "shop",
            "http.method", "POST",
            "http.body", "\nfirst line\n<b>",
            "http.auth", "basic",
            "http.auth.basic.user", "mara",
            "http.auth.basic.password", "hunter2hunter2",
            "http.headers", "Accept: text/html\nX-Api-Key: 0123456789abc");
    HttpResponse<byte[]> answer = send(NEW, typed);
    Document form = html(answer);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(form.getElementById("e-http.url").text()).contains("http://");
    assertThat(form.getElementById("f-http.url").attr("aria-describedby")).contains("e-http.url");
    assertThat(written(form, "http.body")).isEqualTo("\nfirst line\n<b>");
    assertThat(form.getElementById("f-http.auth.basic.user").val()).isEqualTo("mara");
    assertThat(written(form, "http.headers")).isEqualTo("Accept: text/html\nX-Api-Key: ");
    assertThat(PageServer.text(answer)).doesNotContain("hunter2", "0123456789abc");
    assertThat(form.getElementById("n-http.auth.basic.password").text()).contains("again");
    assertThat(form.select("details[open] summary").eachText())
        .containsExactly("What is sent", "Sign-in");
    assertThat(form.select("[role=alert]")).isEmpty();
    StatusPageTest.assertStrict(form);

    HttpResponse<byte[]> made =
        send(NEW, with(typed, "http.url", "https://shop.example/", "tags", "eu\r\nBerlin, DE"));

    MonitorConfig monitor = added(made);
    assertThat(monitor.ref().monitor()).hasToString(typed.get("id"));
    assertThat(monitor.tags()).containsExactly("eu", "Berlin, DE");
    HttpSpec.Request request = ((HttpSpec) monitor.spec()).request();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("\nfirst line\n<b>");
    assertThat(request.basic().password()).isEqualTo("hunter2hunter2");
    assertThat(request.headers())
        .isEqualTo(Map.of("Accept", "text/html", "X-Api-Key", "0123456789abc"));
  }

  @Test
  void isTriedBeforeItIsSavedAlsoWithoutAName() {
    HttpResponse<byte[]> answer =
        send(NEW, Map.of("type", "ping", "name", "", "ping.host", "a.example", "test", "yes"));
    Document form = html(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(form.select("#tried").text().replace('\u00a0', ' '))
        .contains("What the test saw", "Down", "The server answered 503.", "nothing is saved yet");
    assertThat(form.select("#tried .legend li")).hasSize(4);
    assertThat(form.getElementById("f-ping.host").val()).isEqualTo("a.example");
    assertThat(form.getElementById("f-name").val()).isEmpty();
    assertThat(house.configuration.monitors(house.organization.id(), null)).isEmpty();
    assertThat(send(NEW, Map.of("type", "ping", "name", "", "ping.host", "a.example")).statusCode())
        .isEqualTo(422);
  }

  @Test
  void copiesAllButSecrets() {
    MonitorConfig shop = shop();
    String from = NEW + "?from=" + shop.ref().monitor();
    assertThat(
            html(server.get("/monitors/" + shop.ref().monitor(), in("ADMIN")))
                .select("#m-actions a[href=\"" + from + "\"]")
                .text())
        .isEqualTo("Clone");
    HttpResponse<byte[]> answer = server.get(from, in("ADMIN"));
    Document form = html(answer);

    assertThat(form.select("#f-name").val()).isEqualTo("Shop (copy)");
    assertThat(form.select(".lead").text()).contains("Enter again: X-Api-Key, Token.");
    assertThat(written(form, "http.headers")).isEqualTo("X-Api-Key: ");
    assertThat(form.select("#f-tags").val()).isEqualTo("eu");
    assertThat(PageServer.text(answer)).doesNotContain("secret-key", "secret-token");

    Map<String, String> sent = fields(form);
    HttpResponse<byte[]> refused = send(NEW, sent);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(html(refused).select(".err").eachAttr("id"))
        .containsExactlyInAnyOrder("e-http.headers", "e-http.auth.bearer");

    MonitorConfig copy =
        added(
            send(
                NEW,
                with(sent, "http.headers", "X-Api-Key: other", "http.auth.bearer", "other-token")));
    assertThat(copy.name()).isEqualTo("Shop (copy)");
    assertThat(copy.ref()).isNotEqualTo(shop.ref());
    assertThat(copy.timing()).isEqualTo(shop.timing());
    HttpSpec.Request request = ((HttpSpec) copy.spec()).request();
    assertThat(request.bearer()).isEqualTo("other-token");
    assertThat(request.headers()).isEqualTo(Map.of("X-Api-Key", "other"));
  }

  @Test
  void aCopyOfAHeartbeatHasKeysOfItsOwn() {
    MonitorConfig nightly =
        added(
            send(
                NEW,
                Map.of(
                    "type", "heartbeat",
                    "name", "Nightly",
                    "heartbeat.schedule", "cron",
                    "heartbeat.period", "1h",
                    "heartbeat.cron", "30 3 * * *",
                    "heartbeat.timeZone", "Europe/Berlin",
                    "heartbeat.slug", "nightly")));
    HeartbeatSpec before = (HeartbeatSpec) nightly.spec();
    assertThat(before.schedule()).isInstanceOf(Schedule.Cron.class);
    Document form = html(server.get(NEW + "?from=" + nightly.ref().monitor(), in("ADMIN")));
    HeartbeatSpec copy = (HeartbeatSpec) added(send(NEW, fields(form))).spec();

    assertThat(copy.schedule()).isEqualTo(before.schedule());
    assertThat(copy.slug()).isNull();
    assertThat(copy.keys().ping()).isNotEqualTo(before.keys().ping());
    assertThat(copy.keys().apiKey()).isNotEqualTo(before.keys().apiKey());
  }

  @Test
  void showsHowAHeartbeatIsCalledToWhomMayKnow() {
    MonitorConfig nightly =
        added(send(NEW, Map.of("type", "heartbeat", "name", "Nightly", "heartbeat.period", "30m")));
    HeartbeatSpec.Keys keys = ((HeartbeatSpec) nightly.spec()).keys();
    String page = "/monitors/" + nightly.ref().monitor();
    Document shown = html(server.get(page, in("ADMIN")));

    assertThat(shown.select("#m-calls summary").eachText())
        .containsExactly("Shell", "cron", "systemd", "Python", "Node", "Windows", "Other programs");
    assertThat(shown.select("#m-calls code").text())
        .contains(
            "http://localhost:8080/ping/" + keys.ping(),
            "*/30 * * * *",
            "http://localhost:8080/api/push/" + keys.push(),
            "Bearer " + keys.apiKey(),
            "\"serviceId\": \"" + nightly.ref().monitor() + "\"");
    StatusPageTest.assertStrict(shown);
    for (String role : List.of("RESPONDER", "VIEWER")) {
      String text = PageServer.text(server.get(page, in(role)));
      assertThat(text)
          .doesNotContain(keys.ping().toString(), keys.push(), keys.apiKey(), "m-calls");
    }
  }

  @Test
  void anEditHasEverySettingAndKeepsSecretsForTheSameTarget() {
    MonitorConfig shop = shop();
    String page = "/monitors/" + shop.ref().monitor() + "/edit";
    Document form = html(server.get(page, in("ADMIN")));
    assertThat(written(form, "http.headers")).isEqualTo("X-Api-Key: ********");
    assertThat(form.getElementById("n-http.auth.bearer").text()).contains("One is stored");
    assertThat(form.select("details[open] summary").eachText())
        .containsExactly(
            "What is sent",
            "Sign-in",
            "Redirects and certificate",
            "How often and how sure",
            "Tags");

    Map<String, String> sent = fields(form);
    assertThat(send(page, sent).statusCode()).isEqualTo(303);
    MonitorConfig same = known(shop.ref());
    assertThat(same.spec()).isEqualTo(shop.spec());

    HttpResponse<byte[]> elsewhere =
        send(
            page,
            with(
                sent,
                "revision",
                Long.toString(same.revision()),
                "http.url",
                "https://evil.example/"));
    assertThat(elsewhere.statusCode()).isEqualTo(422);
    assertThat(html(elsewhere).getElementById("e-http.auth.bearer").text())
        .contains("Enter the token");
    assertThat(html(elsewhere).getElementById("f-http.url").val())
        .isEqualTo("https://evil.example/");
    assertThat(known(shop.ref()).spec()).isEqualTo(shop.spec());
  }

  @Test
  void asksForASecretAgainThatWasTypedBeforeATest() {
    MonitorConfig shop = shop();
    String page = "/monitors/" + shop.ref().monitor() + "/edit";
    Map<String, String> typed =
        with(
            fields(html(server.get(page, in("ADMIN")))),
            "http.auth.bearer",
            "a-new-token",
            "http.headers",
            "X-Api-Key: a-new-key\nX-Other-Token: another");
    Document tried = html(send(page, with(typed, "test", "yes")));
    assertThat(tried.select("#tried")).hasSize(1);
    assertThat(tried.html()).doesNotContain("a-new-token", "a-new-key");

    HttpResponse<byte[]> lost = send(page, fields(tried));
    assertThat(lost.statusCode()).isEqualTo(422);
    Document asked = html(lost);
    assertThat(asked.getElementById("e-http.auth.bearer").text())
        .contains("Enter it again", "not in this page any more");
    assertThat(asked.getElementById("e-http.headers").text())
        .contains("Enter the value of X-Api-Key, X-Other-Token again");
    assertThat(send(page, fields(asked)).statusCode()).as("however often").isEqualTo(422);
    assertThat(send(page, with(fields(asked), "test", "yes")).statusCode()).isEqualTo(422);
    Map<String, String> half = with(fields(asked), "http.auth.bearer", "a-new-token");
    assertThat(html(send(page, half)).select(".err").eachAttr("id"))
        .containsExactly("e-http.headers");
    assertThat(known(shop.ref()).spec()).isEqualTo(shop.spec());

    assertThat(send(page, with(half, "http.headers", "X-Api-Key: a-new-key")).statusCode())
        .isEqualTo(303);
    HttpSpec.Request request = ((HttpSpec) known(shop.ref()).spec()).request();
    assertThat(request.bearer()).isEqualTo("a-new-token");
    assertThat(request.headers()).isEqualTo(Map.of("X-Api-Key", "a-new-key"));
  }

  @Test
  void aFormThatIsSentTwiceIsObeyedOnce() {
    for (Map<String, String> typed :
        List.of(
            Map.of("type", "heartbeat", "name", "Nightly", "heartbeat.period", "30m"),
            Map.of("type", "ping", "name", "Host", "ping.host", "a.example"))) {
      Map<String, String> form = with(typed, "id", MonitorId.create().toString());
      MonitorConfig made = added(send(NEW, form));
      assertThat(added(send(NEW, form))).isEqualTo(made);

      HttpResponse<byte[]> other = send(NEW, with(form, "name", "Another"));
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(html(other).select("[role=alert]").text()).contains("nothing was saved");
      assertThat(html(other).select("#f-name").val()).isEqualTo("Another");
      assertThat(known(made.ref())).isEqualTo(made);
      assertThat(added(send(NEW, fields(html(other)))).name()).isEqualTo("Another");
    }
    assertThat(house.configuration.monitors(house.organization.id(), null)).hasSize(4);
  }

  @Test
  void theFirstAddressSentTwiceIsOneMonitor() {
    Map<String, String> form =
        Map.of("id", MonitorId.create().toString(), "address", "https://shop.example/");
    MonitorConfig made = added(send("/monitors", form));
    assertThat(added(send("/monitors", form))).isEqualTo(made);
    HttpResponse<byte[]> other = send("/monitors", with(form, "address", "https://b.example/"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(html(other).text()).contains("nothing was saved");
    assertThat(known(made.ref())).isEqualTo(made);
  }

  @Test
  void anEditThatIsSentTwiceIsNoConflictWithItself() {
    MonitorConfig shop = shop();
    String page = "/monitors/" + shop.ref().monitor() + "/edit";
    Map<String, String> typed =
        with(
            fields(html(server.get(page, in("ADMIN")))),
            "name",
            "Shop 2",
            "http.auth.bearer",
            "a-new-token");
    assertThat(send(page, typed).statusCode()).isEqualTo(303);
    MonitorConfig stored = known(shop.ref());

    assertThat(send(page, typed).statusCode()).isEqualTo(303);
    assertThat(known(shop.ref())).isEqualTo(stored);
    HttpResponse<byte[]> other = send(page, with(typed, "name", "Shop 3"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(html(other).select("[role=alert]").text()).contains("Somebody changed this monitor");
    assertThat(send(page, with(typed, "test", "yes")).statusCode()).isEqualTo(409);
  }

  @Test
  void twoEditsAtOnceOfTheSameAreOne() {
    MonitorConfig shop = shop();
    String page = "/monitors/" + shop.ref().monitor() + "/edit";
    Map<String, String> typed = with(fields(html(server.get(page, in("ADMIN")))), "name", "Shop 2");
    // as if another node had stored it, and this one had not read of that
    tables.configuration.updateMonitor(
        new MonitorConfig(
            shop.ref(),
            "Shop 2",
            shop.spec(),
            shop.timing(),
            shop.tags(),
            shop.createdAt(),
            shop.revision()),
        shop.revision(),
        Author.user(UserId.create()));

    assertThat(send(page, typed).statusCode()).isEqualTo(303);
    assertThat(known(shop.ref()).name()).isEqualTo("Shop 2");
  }

  private MonitorConfig shop() {
    return added(
        send(
            NEW,
            Map.ofEntries(
                Map.entry("type", "http"),
                Map.entry("name", "Shop"),
                Map.entry("http.url", "https://shop.example/"),
                Map.entry("http.auth", "bearer"),
                Map.entry("http.auth.bearer", "secret-token"),
                Map.entry("http.headers", "X-Api-Key: secret-key"),
                Map.entry("asked:http.followRedirects", "yes"),
                Map.entry("interval", "5m"),
                Map.entry("tags", "eu"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESPONDER", "VIEWER"})
  void onlyAnOwnerOrAdminSeesTheForms(String role) {
    MonitorRef shop = house.monitor("shop");
    for (String path : List.of(NEW, NEW + "?type=http", NEW + "?from=" + shop.monitor())) {
      assertThat(server.get(path, in(role)).statusCode()).isEqualTo(403);
    }
    assertThat(
            server.post(NEW, CSRF + "&type=ping&name=a&ping.host=a.example", in(role)).statusCode())
        .isEqualTo(403);
    assertThat(server.post(NEW, "type=ping&name=a&ping.host=a.example", in("ADMIN")).statusCode())
        .isEqualTo(403);
    assertThat(
            html(server.get("/monitors/" + shop.monitor(), in(role)))
                .select("a[href^=\"" + NEW + "\"]"))
        .isEmpty();
    assertThat(house.configuration.monitors(house.organization.id(), null)).hasSize(1);
  }

  @Test
  void whatBelongsToNobodyIsNotCopied() {
    for (String from : List.of("x", new UUID(0, 7).toString())) {
      assertThat(server.get(NEW + "?from=" + from, in("ADMIN")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void keepsWhatWasTypedWhileTheStoreIsAway() {
    Map<String, String> typed =
        Map.of(
            "type",
            "ping",
            "id",
            MonitorId.create().toString(),
            "name",
            "Host",
            "ping.host",
            "a.example");
    tables.store.goAway();
    HttpResponse<byte[]> answer = send(NEW, typed);
    Document form = html(answer);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(form.select("[role=alert]").text()).contains("nothing was saved");
    assertThat(form.select("#f-name").val()).isEqualTo("Host");
    assertThat(form.select("[name=id]").val()).isEqualTo(typed.get("id"));
    tables.store.comeBack();
    assertThat(added(send(NEW, fields(form))).ref().monitor()).hasToString(typed.get("id"));
  }

  @Test
  void takesTheLargestBodyOfARequest() {
    String body = "ü".repeat(32_768);
    HttpResponse<byte[]> made =
        send(
            NEW,
            Map.of(
                "type", "http",
                "name", "Large",
                "http.url", "https://a.example/",
                "http.method", "POST",
                "http.body", body));
    assertThat(((HttpSpec) added(made).spec()).request().body()).isEqualTo(body);
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    MonitorConfig made =
        added(
            send(
                NEW,
                Map.of(
                    "type",
                    "ping",
                    "name",
                    "Host",
                    "ping.host",
                    "a.example",
                    "ping.packets",
                    "",
                    "interval",
                    "",
                    "timeout",
                    "")));
    CheckSpec spec = made.spec();
    assertThat(((PingSpec) spec).packets()).isEqualTo(3);
    assertThat(made.timing().interval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void asksWhoLooksAfterItWhereThereIsAChoice() {
    String path = NEW + "?type=manual";
    assertThat(html(server.get(path, in("ADMIN"))).select("[name=teamId]")).isEmpty();
    Item<Team> team = item(new Team("Night", List.of()));
    Item<EscalationPolicy> policy =
        item(new EscalationPolicy("Usual", null, 0, Duration.ofMinutes(5), true, null, List.of()));
    house.store.createItem(team, House.SOMEBODY);
    house.store.createItem(policy, House.SOMEBODY);
    house.refresh();

    Document form = html(server.get(path, in("ADMIN")));
    assertThat(form.select("[name=teamId] option").eachText()).containsExactly("None", "Night");
    assertThat(form.select("[name=escalationPolicyId] option").eachText())
        .containsExactly("The default: Usual", "Usual");
    StatusPageTest.assertStrict(form);
    MonitorConfig made =
        added(send(NEW, with(fields(form), "name", "Door", "teamId", team.id().toString())));
    assertThat(made.care()).isEqualTo(new Care(null, team.id()));

    String edit = "/monitors/" + made.ref().monitor() + "/edit";
    Document again = html(server.get(edit, in("ADMIN")));
    assertThat(again.select("details[open] summary").eachText())
        .containsExactly("Who looks after it");
    MonitorConfig changed =
        added(
            send(
                edit,
                with(fields(again), "teamId", "", "escalationPolicyId", policy.id().toString())));
    assertThat(changed.care()).isEqualTo(new Care(policy.id(), null));
    Document wrong =
        html(send(NEW, with(fields(form), "name", "X", "teamId", UUID.randomUUID().toString())));
    assertThat(wrong.getElementById("e-teamId").text()).contains("team of this organization");
  }

  private <T extends Content> Item<T> item(T content) {
    return new Item<>(house.organization.id(), UUID.randomUUID(), content, House.NOW, 0);
  }

  private HttpResponse<byte[]> send(String path, Map<String, String> fields) {
    StringBuilder form = new StringBuilder(CSRF);
    fields.forEach(
        (name, value) ->
            form.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return server.post(path, form.toString(), in("ADMIN"));
  }

  /** As a browser sends them. */
  private static Map<String, String> fields(Document page) {
    Map<String, String> fields = new java.util.HashMap<>();
    page.select("#settings [name]")
        .forEach(
            field -> {
              if (field.is("button") || field.is("[type=checkbox]:not([checked])")) {
                return;
              }
              String value =
                  field.is("select")
                      ? (field.select("option[selected]").isEmpty()
                              ? field.select("option")
                              : field.select("option[selected]"))
                          .first()
                          .val()
                      : field.is("textarea") ? written(page, field.attr("name")) : field.val();
              fields.put(field.attr("name"), value);
            });
    fields.remove("csrf");
    return fields;
  }

  /** A browser leaves out the line break that follows the tag; this parser does not. */
  private static String written(Document page, String field) {
    String text = page.getElementById("f-" + field).wholeText();
    assertThat(text).startsWith("\n");
    return text.substring(1);
  }

  private static Map<String, String> with(Map<String, String> fields, String... more) {
    Map<String, String> all = new java.util.HashMap<>(fields);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private MonitorConfig added(HttpResponse<byte[]> made) {
    assertThat(made.statusCode()).as(PageServer.text(made)).isEqualTo(303);
    String location = made.headers().firstValue("Location").orElseThrow();
    UUID id = UUID.fromString(location.substring("/monitors/".length()));
    return known(new MonitorRef(house.organization.id(), new MonitorId(id)));
  }

  private MonitorConfig known(MonitorRef ref) {
    house.refresh();
    return ((Lookup.Found<MonitorConfig>) house.configuration.monitor(ref)).value();
  }

  private static String[] in(String role) {
    return new String[] {
      "Cookie", FakeEntrance.COOKIE + "; role=" + role, "Origin", "http://localhost:8080"
    };
  }

  private static Document html(HttpResponse<byte[]> answer) {
    return Jsoup.parse(PageServer.text(answer));
  }
}
