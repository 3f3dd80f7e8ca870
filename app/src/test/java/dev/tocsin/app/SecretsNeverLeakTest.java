package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.app.testing.EchoingMailServer;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.testing.SharedPostgres;
import dev.tocsin.time.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Secrets of channels and contact methods of every kind and of the mail server, looked for wherever
 * something might have written them down: what services say again, logs, answers, pages, and all
 * files of the node or all rows of its database.
 */
class SecretsNeverLeakTest {
  private static final String CANARY = "c4n4ryZq7";
  private static final String WITNESS = "Witness8831";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BROKEN = 500;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<String> canaries = new ArrayList<>();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private volatile int status = OK;
  private int places;
  private String policy = "";

  private final class Lines extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy thrown = event.getThrowableProxy();
      lines.add(
          event.getFormattedMessage()
              + event.getMDCPropertyMap()
              + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
    }
  }

  /** Whoever reads it has read all lines before it. */
  private static final String LAST_LINE = "All places were told";

  /** In files of the node's own: its folder is gone through at the end. */
  @Test
  void areWrittenNowhereWithTheEmbeddedDatabase(@TempDir Path folder) throws Exception {
    areWrittenNowhere(
        more -> RunningNode.start(folder, more), List.of(OK, NOT_FOUND, BROKEN), true);
    assertFilesAreClean(folder);
  }

  /** What services say was gone through above; here it is what is kept. */
  @Test
  void areWrittenNowhereWithPostgres(@TempDir Path folder) throws Exception {
    DatabaseSettings database = SharedPostgres.freshDatabase(folder);
    areWrittenNowhere(
        more -> RunningNode.onPostgres(folder, database, more, WallClock.system()),
        List.of(BROKEN),
        false);
    String dump = dump(database);
    assertThat(dump).as("what is no secret is found").contains(WITNESS, hex(WITNESS));
    for (String canary : canaries) {
      for (String form : forms(canary)) {
        assertThat(dump.contains(form) || dump.contains(hex(form)))
            .as("%s in the database", form)
            .isFalse();
      }
    }
  }

  /**
   * @param answers of the services, each to an alert of its own
   * @param isGone whether there is one more while no service is there
   */
  private void areWrittenNowhere(
      Function<Map<String, String>, RunningNode> start, List<Integer> answers, boolean isGone)
      throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Lines log = new Lines();
    log.start();
    root.addAppender(log);
    Level before = root.getLevel();
    root.setLevel(Level.INFO); // where all is well nothing is said above that
    HttpServer service = service();
    Map<String, String> said = new LinkedHashMap<>();
    try (var mails = new EchoingMailServer(() -> status == OK);
        RunningNode node =
            start.apply(
                Map.of(
                    "TOCSIN_CHECKS_PRIVATE_TARGETS",
                    "allow",
                    "TOCSIN_SMTP_URL",
                    mails.url(canary())))) {
      ApiClient owner = node.owner();
      send(owner, service, answers, said);
      if (isGone) {
        service.stop(0);
        attempted(owner, alert(owner, policy), places);
      }
      look(node, owner, said);
      root.info(LAST_LINE);
    } finally {
      root.setLevel(before);
      service.stop(0);
      root.detachAppender(log);
    }
    said.forEach((where, text) -> assertClean(where, text));
    assertThat(lines).anyMatch(line -> line.contains(LAST_LINE));
    lines.forEach(line -> assertClean("the log", line));
  }

  private void send(
      ApiClient owner, HttpServer service, List<Integer> answers, Map<String, String> said) {
    String base = "http://127.0.0.1:" + service.getAddress().getPort();
    String user = owner.get("/session").expect(200).json().at("/user/id").asText();
    String methods = "/users/" + user + "/contact-methods";
    List<Map<String, Object>> targets = new ArrayList<>();
    for (Map<String, String> place : places(base)) {
      var channel = owner.post("/channels", named(WITNESS, place)).expect(201);
      targets.add(Map.of("type", "channel", "id", channel.text("id")));
      said.put("a new channel " + channel.text("id"), channel.json().toString());
    }
    for (Map<String, String> place : places(base)) {
      var method = owner.post(methods, named("My " + place.get("type"), place)).expect(201);
      said.put("a new contact method " + method.text("id"), method.json().toString());
      // one a minute for each
      status = answers.get(said.size() % answers.size());
      var tried = owner.post(methods + "/" + method.text("id") + "/verify");
      said.put("a code for " + method.text("id"), tried.json().toString());
    }
    for (Map<String, Object> target : targets) {
      for (int answer : answers) {
        status = answer;
        var tried = owner.post("/channels/" + target.get("id") + "/test").expect(200);
        said.put("a test of " + target + " at " + answer, tried.json().toString());
      }
    }
    Map<String, Object> mail = targets.removeFirst(); // what fails for all mails is left alone
    policy = policy(owner, "All", targets);
    places = targets.size();
    for (int answer : answers) {
      status = answer;
      attempted(owner, alert(owner, policy), places);
    }
    attempted(owner, alert(owner, policy(owner, "Mail", List.of(mail))), 1);
  }

  private static String policy(ApiClient owner, String name, List<Map<String, Object>> targets) {
    return owner
        .post(
            "/escalation-policies",
            Map.of("name", name, "steps", List.of(Map.of("delay", "0s", "targets", targets))))
        .expect(201)
        .text("id");
  }

  private static String alert(ApiClient owner, String policy) {
    return owner
        .post("/alerts", Map.of("title", WITNESS, "escalationPolicyId", policy))
        .expect(201)
        .text("id");
  }

  /** What is left alone after a failure is tried when its time has come; most are by now. */
  private static void attempted(ApiClient owner, String alert, int places) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              int tried = 0;
              JsonNode shown = owner.get("/alerts/" + alert).expect(200).json();
              for (JsonNode each : shown.get("notifications")) {
                tried += each.get("attempts").asInt() > 0 ? 1 : 0;
              }
              return tried >= places;
            });
  }

  private void look(RunningNode node, ApiClient owner, Map<String, String> said) throws Exception {
    String user = owner.get("/session").expect(200).json().at("/user/id").asText();
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/channels",
                "/users",
                "/users/" + user + "/contact-methods",
                "/escalation-policies",
                "/alerts?limit=200",
                "/audit-log?limit=200"));
    List<String> pages =
        new ArrayList<>(
            List.of(
                "/alerts", "/organization/channels", "/profile/contacts", "/organization/audit"));
    for (JsonNode each : owner.get("/channels").expect(200).json().get("items")) {
      String id = each.get("id").asText();
      paths.addAll(List.of("/channels/" + id, "/channels/" + id + "/deliveries"));
      pages.addAll(List.of("/channels/" + id, "/organization/channels/" + id));
    }
    String methods = "/users/" + user + "/contact-methods";
    for (JsonNode each : owner.get(methods).expect(200).json().get("items")) {
      String id = each.get("id").asText();
      paths.addAll(List.of(methods + "/" + id, methods + "/" + id + "/deliveries"));
      pages.addAll(List.of("/profile/contacts/" + id, "/profile/contacts/" + id + "/deliveries"));
    }
    for (JsonNode each : owner.get("/alerts?limit=200").expect(200).json().get("items")) {
      paths.add("/alerts/" + each.get("id").asText());
      pages.add("/alerts/" + each.get("id").asText());
    }
    for (String path : paths) {
      said.put(path, owner.get(path).expect(200).json().toString());
    }
    String session =
        node.nobody()
            .post("/session", Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD))
            .expect(200)
            .text("token");
    try (HttpClient browser = HttpClient.newHttpClient()) {
      for (String page : pages) {
        var answer =
            browser.send(
                HttpRequest.newBuilder(node.uri(page))
                    .header("Cookie", Authentication.COOKIE + "=" + session)
                    .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(page).isEqualTo(200);
        said.put(page, answer.body());
      }
    }
  }

  // ---- places

  private static Map<String, String> named(String name, Map<String, String> place) {
    Map<String, String> body = new HashMap<>(place);
    body.put("name", name + " " + place.get("type"));
    return body;
  }

  private String canary() {
    String canary = CANARY + (10 + canaries.size());
    canaries.add(canary);
    return canary;
  }

  private List<Map<String, String>> places(String base) {
    return List.of(
        Map.of("type", "email", "address", "ada@example.org"),
        Map.of(
            "type",
            "slack",
            "url",
            base + "/services/T0/B0/" + canary(),
            "signingSecret",
            padded(canary())),
        Map.of("type", "discord", "url", base + "/api/webhooks/123456789012345678/" + canary()),
        Map.of("type", "mattermost", "url", base + "/hooks/" + canary()),
        Map.of("type", "teams", "url", base + "/workflows/" + canary() + "?sig=" + canary()),
        Map.of(
            "type", "telegram", "token", "123:" + canary(), "chatId", "-100123", "baseUrl", base),
        Map.of("type", "pagerduty", "routingKey", padded(canary()), "baseUrl", base),
        Map.of("type", "opsgenie", "apiKey", canary(), "baseUrl", base),
        Map.of("type", "pushover", "userKey", canary(), "appToken", canary(), "baseUrl", base),
        Map.of("type", "ntfy", "topic", canary(), "token", canary(), "baseUrl", base),
        Map.of("type", "gotify", "token", canary(), "baseUrl", base),
        Map.of("type", "webhook", "url", base + "/in/" + canary(), "secret", canary()));
  }

  private static String padded(String key) {
    return key + "0".repeat(32 - key.length());
  }

  /** Says everything again that it was sent, whatever it makes of it. */
  private HttpServer service() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::echo);
    server.start();
    return server;
  }

  private void echo(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    Map<String, List<String>> headers = exchange.getRequestHeaders();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] answer =
        ("{\"message\": \"%s\"}"
                .formatted(
                    (asked + " " + headers + " " + body)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  // ---- where they are looked for

  private void assertClean(String where, String text) {
    for (String canary : canaries) {
      for (String form : forms(canary)) {
        assertThat(text.contains(form)).as("%s in %s: %s", form, where, text).isFalse();
      }
    }
  }

  /** In base 64 a text looks different by where it begins; what is around it is cut off. */
  private static List<String> forms(String canary) {
    List<String> forms = new ArrayList<>();
    forms.add(canary);
    forms.add(URLEncoder.encode(canary, StandardCharsets.UTF_8));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = ("x".repeat(before) + canary).getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 3));
    }
    return forms;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All rows of all tables as text; bytes are in it as hexadecimal digits. */
  private static String dump(DatabaseSettings settings) {
    try (Database database = Database.open(settings)) {
      return database.read(
          handle -> {
            StringBuilder all = new StringBuilder();
            handle
                .createQuery("select tablename from pg_tables where schemaname = 'public'")
                .mapTo(String.class)
                .list()
                .forEach(
                    table ->
                        handle
                            .createQuery("select cast(t as text) from \"" + table + "\" t")
                            .mapTo(String.class)
                            .forEach(row -> all.append(table).append(row).append('\n')));
            return all.toString();
          });
    }
  }

  private void assertFilesAreClean(Path folder) throws IOException {
    boolean[] isThere = new boolean[1];
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String bytes = bytes(file);
                isThere[0] |= bytes.contains(WITNESS);
                for (String canary : canaries) {
                  for (String form : forms(canary)) {
                    assertThat(bytes.contains(form)).as("%s in %s", form, file).isFalse();
                  }
                }
              });
    }
    assertThat(isThere[0]).as("what is no secret is found, so a secret would be").isTrue();
  }

  private static String bytes(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
