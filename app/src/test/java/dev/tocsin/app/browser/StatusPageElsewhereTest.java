package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A customer reads the days of a component, in their own zone; and the state on another's page. */
class StatusPageElsewhereTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PATH = "/status/harbourline";
  private static final String HOSTILE = "Labels <img src=x onerror=window.hacked=1> fail";

  @TempDir static Path folder;

  private static RunningNode node;
  private static HttpServer other;

  @BeforeAll
  static void start() throws Exception {
    node = RunningNode.start(folder, Map.of());
    ApiClient owner = node.owner();
    String labels =
        owner.post("/monitors", Map.of("name", "labels", "type", "manual")).expect(201).text("id");
    String page =
        "/status-pages/"
            + owner
                .post("/status-pages", Map.of("slug", "harbourline", "name", "Harbourline"))
                .expect(201)
                .text("id");
    String component =
        owner
            .post(page + "/components", Map.of("name", "Labels", "monitorIds", List.of(labels)))
            .expect(201)
            .text("id");
    owner.post(page + "/components", Map.of("name", "Rates", "monitorIds", List.of())).expect(201);
    owner
        .post("/monitors/" + labels + "/state", Map.of("status", "down", "message", "A test."))
        .expect(200);
    owner
        .post(
            "/incidents",
            Map.of(
                "title",
                HOSTILE,
                "phase",
                "identified",
                "impact",
                "major",
                "visibility",
                "public",
                "componentIds",
                List.of(component),
                "message",
                "A disk."))
        .expect(201);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get(PATH).contains("Labels &lt;img") && get(PATH).contains("Major outage,"));
    other = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    other.createContext("/", exchange -> answer(exchange, elsewhere()));
    other.start();
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, String html)
      throws IOException {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Another site, at another host and port. */
  private static String elsewhere() {
    String home = "http://localhost:" + node.uri("/").getPort() + PATH;
    return """
        <!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,"><body>
        <p>Buy here.</p><script src="%s/widget.js" data-theme="dark" async></script>
        <iframe title="Status" src="%s/embed" width="500" height="300"></iframe>
        """
        .formatted(home, home);
  }

  @AfterAll
  static void stop() {
    other.stop(0);
    node.close();
  }

  private static String get(String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(node.uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void aPageElsewhereShowsTheStateAndWhatGoesOn() {
    List<String> faults = new CopyOnWriteArrayList<>();
    try (BrowserContext context = CHROMIUM.browser().newContext()) {
      Page page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              faults.add(message.text());
            }
          });
      page.onPageError(faults::add);
      page.navigate("http://127.0.0.1:" + other.getAddress().getPort() + "/");
      Locator now = page.locator("a.now");
      assertThat(now).hasText("Harbourline: Major Service Outage");
      assertThat(now).hasAttribute("href", Pattern.compile("http://localhost:\\d+" + PATH));
      assertThat(page.locator("li a")).hasText(HOSTILE);
      assertThat(page.locator("li a")).hasAttribute("href", Pattern.compile(".*/incidents/.+"));
      assertThat(page.evaluate("() => window.hacked")).isNull();

      var frame = page.frameLocator("iframe");
      assertThat(frame.locator("h1")).hasText(HOSTILE);
      assertThat(frame.locator(".word")).hasText("Major outage");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void timesAreThoseOfTheVisitorsClock() {
    Browser.NewContextOptions far = new Browser.NewContextOptions().setTimezoneId("Asia/Kolkata");
    try (BrowserContext context = CHROMIUM.browser().newContext(far.setLocale("en-GB"))) {
      Page page = context.newPage();
      page.navigate(node.uri(PATH).toString());
      assertThat(page.locator(".verdict .line time").first())
          .hasText(Pattern.compile("\\d+.\\w{3}, \\d\\d:\\d\\d.GMT\\+5:30"));
      assertThat(page.locator(".verdict .line time").first())
          .hasAttribute("title", Pattern.compile(".*UTC"));
      assertThat(page.locator("#zone"))
          .hasText(Pattern.compile("Asia/(Kolkata|Calcutta), as your clock has it"));
    }
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).to(PATH)) {
      assertThat(visit.page().locator("#zone")).hasText("UTC");
      assertThat(visit.page().locator(".verdict .line time").first())
          .hasText(Pattern.compile(".*UTC"));
    }
  }

  @Test
  void theDaysAreReadWithThePointer() {
    try (var visit = new Visit(CHROMIUM, node).to(PATH)) {
      Page page = visit.page();
      var row = page.locator(".days").first().boundingBox();
      page.mouse().move(row.x + row.width - 2, row.y + row.height / 2);
      assertThat(page.locator(".tip")).containsText("Major outage, 1");
      assertThat(page.locator(".tip a")).hasText(HOSTILE);
      page.mouse().move(row.x + row.width / 2, row.y + row.height / 2);
      assertThat(page.locator(".tip")).containsText("No data.");
      page.mouse().move(row.x, row.y + 300);
      assertThat(page.locator(".tip")).hasCount(0);
      assertThat(visit.overhang()).isZero();
    }
  }

  @Test
  void theDaysAreReadWithTheKeyboardByOneStopForEachComponent() {
    for (Visit.Look look : List.of(Visit.Look.DESK, Visit.Look.DESK.onAPhone())) {
      try (var visit = new Visit(CHROMIUM, node, look).to(PATH)) {
        Page page = visit.page();
        page.locator(".days").first().focus();
        assertThat(page.locator(".tip")).containsText("Major outage, 1");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator(".tip")).containsText("No data.");
        assertThat(page.locator(".each button:focus"))
            .hasAttribute("aria-label", Pattern.compile(".*No data\\."));
        page.keyboard().press("Home");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator(".each button:focus")).hasCount(1);
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        assertThat(page.locator(".tip a:focus")).hasText(HOSTILE);
        page.keyboard().press("Escape");
        assertThat(page.locator(".tip")).hasCount(0);
        page.locator(".happened summary").first().focus();
        page.keyboard().press("Tab");
        assertThat(page.locator(".each button:focus")).hasAttribute("aria-current", "date");
        assertThat(page.locator(".components > li").last().locator(".each button:focus"))
            .hasCount(1);
        assertThat(visit.overhang()).isZero();
      }
    }
  }

  @Test
  void withoutScriptsAListSaysWhatHappened() {
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).to(PATH)) {
      visit.page().locator(".happened summary").click();
      assertThat(visit.page().locator(".happened li")).containsText("Major outage, 1");
      assertThat(visit.page().locator(".happened li a")).hasText(HOSTILE);
    }
  }
}
