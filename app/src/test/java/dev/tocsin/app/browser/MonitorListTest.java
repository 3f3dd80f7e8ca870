package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.app.testing.Target;
import dev.tocsin.http.testing.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever keeps the list of monitors open sees what happens when it happens. */
class MonitorListTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  /** Results are put together some seconds after they came. */
  private static final LocatorAssertions.IsVisibleOptions SEEN =
      new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

  private static final LocatorAssertions.HasTextOptions SOON =
      new LocatorAssertions.HasTextOptions().setTimeout(20_000);

  private static final LocatorAssertions.ContainsTextOptions LATER =
      new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);
  private static final Page.GetByTextOptions EXACT = new Page.GetByTextOptions().setExact(true);

  /** On how many lines the row above the list stands. */
  private static final String ROWS_OF_FILTERS =
      """
      () => new Set([...document.querySelectorAll("#filters > *")]
          .map((each) => each.getBoundingClientRect())
          .filter((box) => box.height > 5 && box.width > 5)
          .map((box) => Math.round((box.top + box.bottom) / 20))).size
      """;

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;

  private final Target target = new Target();
  private String monitor;

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
    monitor =
        owner
            .post(
                "/monitors",
                Map.of(
                    "name",
                    "shop",
                    "type",
                    "http",
                    "interval",
                    "5s",
                    "timeout",
                    "2s",
                    "confirmations",
                    1,
                    "recoveryConfirmations",
                    1,
                    "http",
                    Map.of("url", target.url().toString())))
            .expect(201)
            .text("id");
    awaitStatus("up");
  }

  @AfterEach
  void forget() {
    for (var each : owner.get("/monitors").expect(200).json().get("items")) {
      owner.delete("/monitors/" + each.get("id").asText()).expect(204);
    }
    target.close();
  }

  @Test
  void aMonitorThatGoesDownIsShownWithoutReload() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      assertThat(page.locator("#live")).hasText("Live");
      assertThat(heading(page)).hasText("One monitor is up.");
      assertThat(row(page)).hasAttribute("data-state", "up");
      page.evaluate("() => { window.sameDocument = true; }");

      target.goDown();

      assertThat(heading(page)).hasText("One monitor is down.", SOON);
      assertThat(row(page)).hasAttribute("data-state", "down");
      assertThat(row(page).locator(".why")).containsText("refused");
      assertThat(page).hasTitle("1 down · Tocsin");
      assertThat(page.locator("nav [data-count=down]")).hasText("1 down");
      assertThat(page.getByText("1 changed")).isVisible();

      target.comeUp();

      assertThat(heading(page)).hasText("One monitor is up.", SOON);
      assertThat(row(page)).hasAttribute("data-state", "up");
      assertThat(page.getByText("1 changed")).not().isVisible();
      assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
    }
  }

  @Test
  void aMonitorsOwnPageTellsItsOutageWithoutReload() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      row(page).getByRole(AriaRole.LINK).click();
      assertThat(page.locator("#live")).hasText("Live");
      assertThat(page.locator("h1")).containsText("Up since");
      assertThat(page.locator("#m-check")).containsText("The last check");
      page.evaluate("() => { window.sameDocument = true; }");

      target.goDown();

      assertThat(page.locator("h1")).containsText("Down since", LATER);
      assertThat(page.locator(".lead")).containsText("refused");
      assertThat(page.locator("#m-check")).containsText("Why it is down");
      assertThat(page.locator("#m-out")).containsText("goes on");
      assertThat(page).hasTitle("(1) Down: shop · Tocsin");

      target.comeUp();

      assertThat(page.locator("h1")).containsText("Up since", LATER);
      assertThat(page.locator("#m-out")).not().containsText("goes on", LATER);
      assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
    }
  }

  @Test
  void pausesResumesAndDeletesFromItsPage() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      row(page).getByRole(AriaRole.LINK).click();
      page.getByText("Pause", EXACT).click();
      assertThat(page.locator("h1")).containsText("Paused since");
      page.getByText("Resume", EXACT).click();
      assertThat(page.locator("h1")).containsText("Up since", LATER);

      page.getByText("Delete", EXACT).click();
      assertThat(page.getByText("Delete shop?")).isVisible();
      page.getByText("Keep it").click();
      assertThat(page.getByText("Delete shop?")).not().isVisible();
      page.getByText("Delete", EXACT).click();
      page.getByText("Delete it").click();
      assertThat(heading(page)).hasText("I watch nothing yet.");
    }
  }

  @Test
  void isEditedTriedAndSaved() {
    try (var visit = new Visit(CHROMIUM, node).mayBeRefused("/monitors/" + monitor + "/edit")) {
      var page = visit.signIn().page();
      row(page).getByRole(AriaRole.LINK).click();
      page.getByText("Edit", EXACT).click();
      page.getByLabel("Name").fill("shop front");
      page.getByLabel("Check every").fill("1s");
      page.getByText("Save changes").click();
      assertThat(page.getByLabel("Check every")).hasAttribute("aria-invalid", "true");
      assertThat(page.getByLabel("Name")).hasValue("shop front");

      page.getByLabel("Check every").fill("10s");
      page.getByText("Test first").click();
      assertThat(page.locator("#tried")).containsText("200 from 127.0.0.1");
      page.getByText("Save changes").click();

      assertThat(page.locator("h1")).containsText("Up since");
      assertThat(page.locator(".crumbs")).containsText("shop front");
      assertThat(page.getByText("10s, time-out 2s")).isVisible();
    }
  }

  @Test
  void isSearchedWhileOneTypesAndCanBeShared() {
    owner.post("/monitors", Map.of("name", "ledger", "type", "manual")).expect(201);
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      assertThat(row(page).locator(".strip")).isVisible(SEEN);
      page.getByPlaceholder("Name, address or tag").pressSequentially("ledg");
      assertThat(row(page)).not().isVisible();
      assertThat(page.getByText("ledger", EXACT)).isVisible();
      assertThat(page).hasURL(node.uri("/?q=ledg").toString());

      page.reload();
      assertThat(page.getByPlaceholder("Name, address or tag")).hasValue("ledg");
      assertThat(page.locator("#lists .name a")).hasCount(1);

      page.getByLabel("Type").selectOption("http");
      assertThat(page.getByText("No monitor matches.")).isVisible();
      page.getByText("Show all 2").click();
      assertThat(page.locator("#lists .name a")).hasCount(2);
      page.locator("#shows").getByText("Up").click();
      assertThat(page.locator("#lists .name a")).hasCount(1);
      assertThat(page).hasURL(node.uri("/?status=up").toString());
    }
  }

  @Test
  void pausesTagsAndDeletesWhatIsSelected() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      assertThat(page.locator(".bulk")).not().isVisible();
      page.getByLabel("Select shop").focus();
      page.keyboard().press("Space");
      assertThat(page.getByText("1 selected")).isVisible();
      page.locator("#f-tag").fill("night");
      page.locator("#f-tag").press("Enter");
      assertThat(page.getByText("Tagged one monitor.")).isVisible();
      page.getByLabel("Tag", new Page.GetByLabelOptions().setExact(true))
          .first()
          .selectOption("night");
      assertThat(page).hasURL(node.uri("/?tag=night").toString());

      page.getByLabel("Select shop").check();
      page.locator(".bulk").getByText("Pause").click();
      assertThat(page.getByText("Paused one monitor.")).isVisible();
      assertThat(row(page)).hasAttribute("data-state", "paused");
      assertThat(page).hasURL(node.uri("/?tag=night").toString());

      page.getByLabel("Select shop").check();
      page.locator(".bulk")
          .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
          .click();
      press(page, "Delete one monitor");
      assertThat(page.getByText("Deleted one monitor.")).isVisible();
      assertThat(heading(page)).hasText("I watch nothing yet.");
    }
  }

  @Test
  void whatIsDoneToAllThatMatchIsDoneBeyondThePage() {
    String tag = "a-tag-that-has-nearly-fifty-characters-in-its-name";
    for (int each = 0; each < 60; each++) {
      owner
          .post(
              "/monitors",
              Map.of("name", "m" + each, "type", "manual", "manual", Map.of(), "tags", tag(tag)))
          .expect(201);
    }
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.to("/?tag=" + tag).page();
      assertThat(page.evaluate(ROWS_OF_FILTERS)).isEqualTo(1);
      page.locator("#lists .pick").first().check();
      press(page, "Select all shown");
      assertThat(page.locator("#picked")).hasText("All 50 shown are selected");
      page.getByLabel("Select all 60 that match").check();
      assertThat(page.locator("#picked")).hasText("All 60 that match are selected");
      press(page, "Delete");
      assertThat(page.locator("#h-delete-picked")).hasText("Delete 60 monitors?");
      press(page, "Delete 60 monitors");

      assertThat(page.locator("#done")).hasText("Deleted 60 monitors.", SOON);
    }
    assertThat(owner.get("/monitors").json().get("items").size()).isEqualTo(1);
  }

  private static List<String> tag(String tag) {
    return List.of(tag);
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  @Test
  void withoutScriptsTheListIsReadAfterAReload() {
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).signIn()) {
      assertThat(heading(visit.page())).hasText("One monitor is up.");
      assertThat(visit.page().locator("#live")).not().isVisible();

      target.goDown();
      awaitStatus("down");
      visit.page().reload();

      assertThat(heading(visit.page())).hasText("One monitor is down.");
      assertThat(row(visit.page())).containsText("shop");
      assertThat(row(visit.page()).locator(".why")).containsText("refused");
    }
  }

  @Test
  void aMonitorThatIsAddedIsOfferedAndOneThatIsDeletedLeaves() {
    try (var visit = new Visit(CHROMIUM, node)) {
      visit.mayBeRefused("/monitors/" + monitor + "/row").signIn();
      var page = visit.page();
      assertThat(page.locator("#live")).hasText("Live");

      owner.post("/monitors", Map.of("name", "ledger", "type", "manual")).expect(201);
      page.getByText("1 changed").click();
      assertThat(page.getByText("ledger")).isVisible();

      owner.delete("/monitors/" + monitor).expect(204);
      assertThat(row(page)).not().isVisible();
      assertThat(heading(page)).hasText("The first results are on their way.", SOON);
    }
  }

  @Test
  void aSessionThatEndsElsewhereTakesTheListWithIt() {
    try (var visit = new Visit(CHROMIUM, node)) {
      visit.mayBeRefused("/api/v1/events/stream").mayBeRefused("/monitors/head").signIn();
      assertThat(visit.page().locator("#live")).hasText("Live");

      var sessions = owner.get("/sessions").expect(200).json().get("items");
      for (var session : sessions) {
        if (!session.get("current").asBoolean()) {
          owner.delete("/sessions/" + session.get("id").asText()).expect(204);
        }
      }

      visit
          .page()
          .waitForURL(
              node.uri("/login").toString(), new Page.WaitForURLOptions().setTimeout(20_000));
    }
  }

  private void awaitStatus(String status) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> owner.get("/monitors/" + monitor).text("status").equals(status));
  }

  private static Locator heading(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private Locator row(Page page) {
    return page.locator("#m-" + monitor);
  }
}
