package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A customer looks whether something is wrong. */
class StatusPageTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PATH = "/status/harbourline";

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;
  private static String labels;
  private static String rates;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of());
    owner = node.owner();
    labels = monitor("labels");
    rates = monitor("rates");
    var page =
        "/status-pages/"
            + owner
                .post("/status-pages", Map.of("slug", "harbourline", "name", "Harbourline"))
                .expect(201)
                .text("id");
    var group = owner.post(page + "/groups", Map.of("name", "API")).expect(201).text("id");
    component(
        page, Map.of("name", "Labels", "groupId", group, "monitorIds", List.of(labels, rates)));
    component(
        page,
        Map.of(
            "name",
            "Rates",
            "description",
            "What a parcel costs",
            "groupId",
            group,
            "monitorIds",
            List.of(rates)));
  }

  @BeforeEach
  void calm() {
    set(labels, "up");
    set(rates, "up");
    await().atMost(Duration.ofSeconds(10)).until(() -> get().body().contains("All systems"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void withoutScriptsItSaysWhatFailsAndSinceWhen() {
    set(labels, "down");
    await().atMost(Duration.ofSeconds(10)).until(() -> !get().body().contains("All systems"));

    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).to(PATH)) {
      var page = visit.page();
      assertThat(page).hasTitle("Partial outage · Harbourline");
      assertThat(heading(page, 1)).containsText("Labels");
      assertThat(page.locator(".verdict")).hasAttribute("data-state", "partial");
      assertThat(page.locator(".verdict .line"))
          .hasText(Pattern.compile("Partial outage since \\d+.\\w+, \\d\\d:\\d\\d.UTC"));
      assertThat(page.locator(".group > summary")).containsText("API");
      assertThat(heading(page, 3)).hasText(new String[] {"Labels", "Rates"});
      assertThat(item(page, "Labels")).containsText("Partial outage");
      assertThat(item(page, "Labels")).containsText("since");
      assertThat(item(page, "Rates")).containsText("Operational");
      assertThat(item(page, "Rates")).containsText("What a parcel costs");
      assertThat(item(page, "Rates")).not().containsText("since");
    }
  }

  @Test
  void groupsOpenAndCloseWithoutScripts() {
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).to(PATH)) {
      assertThat(item(visit.page(), "Labels")).isVisible();
      visit.page().locator(".group > summary").focus();
      visit.page().keyboard().press("Enter");
      assertThat(item(visit.page(), "Labels")).not().isVisible();
    }
  }

  @Test
  void aPageThatIsOpenLearnsOfAChange() {
    try (var visit = new Visit(CHROMIUM, node).to(PATH)) {
      assertThat(heading(visit.page(), 1)).hasText("All systems work.");
      set(labels, "down");
      await().atMost(Duration.ofSeconds(10)).until(() -> !get().body().contains("All systems"));

      visit.page().evaluate("() => window.dispatchEvent(new Event('online'))");

      assertThat(heading(visit.page(), 1)).containsText("Labels");
      assertThat(visit.page()).hasTitle("Partial outage · Harbourline");
    }
  }

  @Test
  void aChosenThemeStays() {
    try (var visit = new Visit(CHROMIUM, node).to(PATH)) {
      visit.page().getByText("Dark", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(visit.page().locator("html")).hasAttribute("data-theme", "dark");
      visit.page().reload();
      assertThat(visit.page().locator("html")).hasAttribute("data-theme", "dark");
      assertThat(visit.page().getByLabel("Dark")).isChecked();
    }
  }

  @Test
  void whoHasThePageIsToldThatItIsTheSame() throws Exception {
    var first = get();
    var tag = first.headers().firstValue("ETag").orElseThrow();
    var again = HTTP.send(request().header("If-None-Match", tag).build(), text());

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Cache-Control"))
        .contains("public, max-age=30, stale-while-revalidate=60");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);

    set(labels, "down");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                HTTP.send(request().header("If-None-Match", tag).build(), text()).statusCode()
                    == 200);
  }

  @Test
  void whoCanUnpackGetsItPacked() throws Exception {
    var packed =
        HTTP.send(
            request().header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(get().body());
    }
  }

  private static String monitor(String name) {
    return owner.post("/monitors", Map.of("name", name, "type", "manual")).expect(201).text("id");
  }

  private static void component(String page, Map<String, Object> component) {
    owner.post(page + "/components", component).expect(201);
  }

  private static void set(String monitor, String status) {
    owner
        .post("/monitors/" + monitor + "/state", Map.of("status", status, "message", "A test."))
        .expect(200);
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(node.uri(PATH));
  }

  private static HttpResponse<String> get() throws Exception {
    return HTTP.send(request().build(), text());
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static Locator heading(Page page, int level) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(level));
  }

  private static Locator item(Page page, String name) {
    return page.locator(".components > li")
        .filter(new Locator.FilterOptions().setHas(page.getByText(name)));
  }
}
