package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What every page has around it: keys, the command palette, and news of what it does not show. */
class ShellTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Pattern DRAWN = Pattern.compile("^data:image/svg\\+xml,.*%3E2%3C.*");
  private static final Pattern ONE = Pattern.compile("^data:image/svg\\+xml,.*%3E1%3C.*");
  private static final Pattern CALM = Pattern.compile(".*/assets/mark\\..*");

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;

  private String ledger;
  private String labels;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of());
    owner = node.owner();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void watch() {
    ledger = manual("ledger-export");
    labels = manual("labels-api");
  }

  @AfterEach
  void forget() {
    for (String each : List.of(ledger, labels)) {
      owner.delete("/monitors/" + each).expect(204);
    }
  }

  @Test
  void thePaletteLeadsByKeyboardAloneToAMonitorAndPausesIt() {
    try (var visit = new Visit(CHROMIUM, node)) {
      Axe.on(visit.context());
      var page = visit.signIn().page();
      assertThat(page.locator("#live")).hasText("Live");
      page.keyboard().press("Control+k");
      assertThat(field(page)).isFocused();
      page.keyboard().type("labels");
      assertThat(option(page)).containsText("labels-api");
      assertThat(Axe.violations(page)).isEmpty();
      page.keyboard().press("Enter");
      page.waitForURL(node.uri("/monitors/" + labels).toString());

      page.keyboard().press("Control+k");
      page.keyboard().type("pause");
      assertThat(option(page)).hasText("Pause");
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).containsText("Paused since");

      page.keyboard().press("Control+k");
      page.keyboard().type("theme");
      assertThat(option(page)).hasText("Theme: light");
      page.keyboard().press("ArrowDown");
      assertThat(option(page)).hasText("Theme: dark");
      page.keyboard().press("Enter");
      assertThat(page.locator("html")).hasAttribute("data-theme", "dark");

      page.keyboard().press("Control+k");
      assertThat(field(page)).isFocused();
      page.keyboard().press("Escape");
      assertThat(field(page)).not().isVisible();
    }
  }

  @Test
  void keysGoToPlacesAndRowsAndAQuestionMarkListsThem() {
    try (var visit = new Visit(CHROMIUM, node)) {
      Axe.on(visit.context());
      var page = visit.signIn().to("/this-browser").page();
      page.keyboard().press("?");
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Press");
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("g m");
      assertThat(Axe.violations(page)).isEmpty();
      page.keyboard().press("Escape");
      assertThat(page.getByRole(AriaRole.DIALOG)).not().isVisible();

      page.keyboard().press("g");
      page.keyboard().press("m");
      page.waitForURL(node.uri("/").toString());
      assertThat(page.locator("#live")).hasText("Live");
      page.keyboard().press("j");
      assertThat(row(page, labels)).isFocused();
      page.keyboard().press("j");
      assertThat(row(page, ledger)).isFocused();
      page.keyboard().press("k");
      assertThat(row(page, labels)).isFocused();
      page.keyboard().press("Enter");
      page.waitForURL(node.uri("/monitors/" + labels).toString());

      page.keyboard().press("n");
      page.waitForURL(node.uri("/monitors/new").toString());
      assertThat(page.getByLabel("What shall I watch?")).isFocused();
      page.keyboard().type("g?jm");
      assertThat(page.getByLabel("What shall I watch?")).hasValue("g?jm");
    }
  }

  @Test
  void whatGoesDownIsToldOnPagesThatDoNotShowIt() {
    try (var visit = new Visit(CHROMIUM, node)) {
      Axe.on(visit.context());
      var page = visit.signIn().to("/this-browser").page();
      assertThat(page).hasTitle("This browser · Tocsin");
      assertThat(icon(page)).hasAttribute("href", CALM);
      listen(page);

      set(labels, "down", "503 Service Unavailable");
      assertThat(toasts(page)).containsText("labels-api is down");
      assertThat(toasts(page)).containsText("503 Service Unavailable");
      set(ledger, "down", "no ping");
      assertThat(toasts(page)).hasCount(2);
      assertThat(page).hasTitle("(2) This browser · Tocsin");
      assertThat(icon(page)).hasAttribute("href", DRAWN);
      assertThat(page.locator("nav [data-count=down]")).hasText("2 down");
      assertThat(Axe.violations(page)).isEmpty();

      page.keyboard().press("Escape");
      assertThat(toasts(page)).hasCount(1);
      set(labels, "up", "repaired");
      assertThat(toasts(page)).containsText("labels-api is up again"); // in place of the other
      assertThat(page).hasTitle("(1) This browser · Tocsin");
      toasts(page).getByRole(AriaRole.LINK).click();
      page.waitForURL(node.uri("/monitors/" + labels).toString());
      assertThat(page).hasTitle("(1) Up: labels-api · Tocsin");
    }
  }

  @Test
  void quietHoursAndPagesThatShowItKeepQuiet() {
    try (var visit = new Visit(CHROMIUM, node)) {
      var page = visit.signIn().to("/this-browser").page();
      listen(page);
      page.locator("#f-from").fill("00:00");
      page.locator("#f-to").fill("23:59");
      assertThat(page.getByText("Kept in this browser.")).isVisible();
      page.evaluate("() => { Date.prototype.toTimeString = () => '03:00:00'; }");
      set(labels, "down", "503");
      assertThat(page).hasTitle("(1) This browser · Tocsin");

      page.locator("#f-from").fill("");
      page.locator("#f-to").fill("");
      page.locator("h1").click();
      set(ledger, "down", "no ping");
      assertThat(toasts(page)).containsText("ledger-export is down");
      assertThat(page.evaluate("() => window.told")).isEqualTo(1);

      visit.to("/");
      listen(page);
      assertThat(page.locator("#live")).hasText("Live");
      set(labels, "up", "repaired");
      assertThat(page.locator("#m-" + labels)).hasAttribute("data-state", "up");
      visit.to("/this-browser");
      assertThat(toasts(page)).hasCount(0);
    }
  }

  @Test
  void theListAsksForItsNumbersOnceAChangeAndTellsTheFrame() {
    try (var visit = new Visit(CHROMIUM, node)) {
      var page = visit.signIn().page();
      assertThat(page.locator("#live")).hasText("Live");
      assertThat(heads(page)).isZero(); // the page that was just read has them

      set(labels, "down", "503");
      assertThat(page.locator("#m-" + labels)).hasAttribute("data-state", "down");
      assertThat(icon(page)).hasAttribute("href", ONE);
      assertThat(page.locator("nav [data-count=down]")).hasText("1 down");
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(20))
          .until(() -> heads(page) == 1);

      set(labels, "up", "repaired");
      assertThat(icon(page)).hasAttribute("href", CALM);
      assertThat(heads(page)).isEqualTo(2);
    }
  }

  private static int heads(Page page) {
    return (int)
        page.evaluate(
            """
            () => performance.getEntriesByType("resource")
              .filter(({ name }) => new URL(name).pathname === "/monitors/head").length
            """);
  }

  /** Counts what is ever told, and waits for the stream. */
  private static void listen(Page page) {
    page.evaluate(
        """
        () => {
          window.told = 0;
          new MutationObserver((changes) =>
            changes.forEach((change) => (window.told += change.addedNodes.length))
          ).observe(document.getElementById("toasts"), { childList: true });
        }
        """);
    page.waitForFunction("() => document.documentElement.dataset.live === 'yes'");
  }

  /** Said again while a loaded machine answers that it could not. */
  private static void set(String monitor, String status, String message) {
    var said = Map.of("status", status, "message", message);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> owner.post("/monitors/" + monitor + "/state", said).status() == 200);
  }

  private static String manual(String name) {
    String id =
        owner.post("/monitors", Map.of("name", name, "type", "manual")).expect(201).text("id");
    set(id, "up", "Set up.");
    return id;
  }

  private static Locator field(Page page) {
    return page.locator("#palette-input");
  }

  private static Locator option(Page page) {
    return page.locator("#palette [aria-selected=true]");
  }

  private static Locator row(Page page, String monitor) {
    return page.locator("#m-" + monitor + " a");
  }

  private static Locator toasts(Page page) {
    return page.locator("#toasts .toast");
  }

  private static Locator icon(Page page) {
    return page.locator("link[rel=icon]");
  }
}
