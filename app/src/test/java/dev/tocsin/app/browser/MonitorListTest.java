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

  private static final LocatorAssertions.HasTextOptions SOON =
      new LocatorAssertions.HasTextOptions().setTimeout(20_000);

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
