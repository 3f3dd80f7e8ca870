package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody does a day's work and never takes the hands off the keyboard. */
class KeyboardTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final LocatorAssertions.ContainsTextOptions LATER =
      new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

  @TempDir static Path folder;

  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aMonitorIsMadeTestedChangedSelectedAndDeleted() {
    try (var visit = new Visit(CHROMIUM, node)) {
      var page = visit.to("/login").page();
      var keyboard = new Keyboard(page);
      signIn(page, keyboard);
      assertThat(heading(page)).hasText("I watch nothing yet.");
      keyboard.tabTo(page.getByLabel("What shall I watch?"));
      keyboard.type(node.uri("/health/live").toString()).press("Enter");
      assertThat(heading(page)).containsText("Up since", LATER);
      assertThat(page.locator("#canvas canvas")).isVisible();

      change(visit, keyboard);
      zoom(page, keyboard);
      keyboard.press("g").press("m");
      assertThat(heading(page)).hasText("One monitor is up.");
      select(page, keyboard);
    }
  }

  /** From the monitor's page to its form and back; mistakes take the focus to their fields. */
  private static void change(Visit visit, Keyboard keyboard) {
    var page = visit.page();
    visit.mayBeRefused(page.url().replaceFirst(".*(/monitors/[^/?]+).*", "$1/edit"));
    keyboard.tabTo(link(page, "Edit")).press("Enter");
    assertThat(heading(page)).hasText("Edit 127.0.0.1.");
    var every = page.getByLabel("Check every");
    keyboard.tabTo(page.getByText("How often and how sure")).press("Enter");
    keyboard.tabTo(every).press("Control+a").type("1s");
    keyboard.tabTo(button(page, "Save changes")).press("Enter");
    assertThat(page.locator("#e-interval")).isVisible();
    keyboard.assertAt(every).press("Control+a").type("30s");
    keyboard.tabTo(button(page, "Test first")).press("Enter");
    assertThat(page.locator("#tried")).containsText("200 from 127.0.0.1", LATER);
    keyboard.assertAt(page.locator("#tried"));
    keyboard.backTo(button(page, "Save changes")).press("Enter");
    assertThat(heading(page)).containsText("Up since", LATER);
  }

  /** A key that has nothing more to do hands the focus on. */
  private static void zoom(Page page, Keyboard keyboard) {
    String monitor = page.url().replaceFirst(".*/monitors/", "");
    for (int each = 0; each < 4; each++) {
      node.owner().post("/monitors/" + monitor + "/check").expect(200);
    }
    page.reload();
    assertThat(page.locator("#canvas canvas")).isVisible();
    keyboard.tabTo(page.locator("#ranges input[value='24h']"));
    keyboard.tabTo(zoom(page, "in")).press("Enter");
    assertThat(zoom(page, "reset")).isEnabled();
    keyboard.assertAt(zoom(page, "in"));
    keyboard.tabTo(zoom(page, "reset")).press("Enter");
    assertThat(zoom(page, "reset")).isDisabled();
    keyboard.assertAt(zoom(page, "in"));
  }

  private static void select(Page page, Keyboard keyboard) {
    pick(page, keyboard);
    keyboard.tabTo(bulk(page, "Pause")).press("Enter");
    assertThat(page.getByText("Paused one monitor.")).isVisible();
    pick(page, keyboard);
    keyboard.tabTo(bulk(page, "Resume")).press("Enter");
    assertThat(page.getByText("Resumed one monitor.")).isVisible();
    pick(page, keyboard);
    keyboard.tabTo(page.locator("#f-tag")).type("night").press("Enter");
    assertThat(page.getByText("Tagged one monitor.")).isVisible();
    pick(page, keyboard);
    keyboard.tabTo(bulk(page, "Delete")).press("Enter");
    assertThat(page.getByText("Delete one monitor?")).isVisible();
    keyboard.press("Escape");
    assertThat(page.getByText("Delete one monitor?")).isHidden();
    keyboard.assertAt(bulk(page, "Delete")).press("Enter");
    keyboard.tabTo(button(page, "Delete one monitor")).press("Enter");
    assertThat(page.getByText("Deleted one monitor.")).isVisible();
    assertThat(heading(page)).hasText("I watch nothing yet.");
  }

  @Test
  void somebodyIsInvitedAndASessionIsEnded() {
    try (var visit = new Visit(CHROMIUM, node)) {
      visit.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      var page = visit.mayBeRefused("/organization/members/invite").to("/login").page();
      var keyboard = new Keyboard(page);
      signIn(page, keyboard);
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");
      keyboard.tabTo(button(page, "Search or go to")).press("Control+k");
      keyboard.assertAt(page.locator("#palette-input"));
      assertThat(page.locator("#palette [aria-selected=true]")).isVisible();
      keyboard.walk();
      keyboard.press("Escape");
      keyboard.assertAt(button(page, "Search or go to"));
      keyboard.press("Control+k").type("organization");
      assertThat(page.locator("#palette [aria-selected=true]")).hasText("Organizationg s");
      keyboard.press("Enter");
      page.waitForURL(node.uri("/organization").toString());

      invite(page, keyboard);
      endASession(page, keyboard);
      keyboard.press("Control+k").type("sign out");
      assertThat(page.locator("#palette [aria-selected=true]")).hasText("Sign out");
      keyboard.press("Enter");
      page.waitForURL(node.uri("/login").toString());
    }
  }

  private static void invite(Page page, Keyboard keyboard) {
    keyboard.tabTo(link(page, "Members")).press("Enter");
    assertThat(page).hasTitle("Members · Tocsin");
    var address = page.getByLabel("E-mail address");
    keyboard.tabTo(address).type("a".repeat(255) + "@example.com").press("Enter");
    assertThat(page.locator("#e-email")).isVisible();
    keyboard.assertAt(address).press("Control+a").type("jonas@example.com");
    keyboard.tabTo(page.locator("#f-role")).type("resp");
    keyboard.tabTo(button(page, "Invite")).press("Enter");
    assertThat(page.locator("#made")).containsText("Their role will be responder");
    keyboard.assertAt(page.locator("#made"));
    var copy = page.locator("[data-copy=invitation]");
    keyboard.tabTo(copy).press("Enter");
    assertThat(copy).hasText("Copied");
    keyboard.assertAt(copy);
  }

  private static void endASession(Page page, Keyboard keyboard) {
    var sessions = page.locator("[aria-labelledby=h-sessions] li");
    node.owner();
    keyboard.press("g").press("p");
    assertThat(page).hasTitle("Your profile · Tocsin");
    int before = sessions.count();
    keyboard.tabTo(sessions.getByRole(AriaRole.BUTTON).first()).press("Enter");
    assertThat(sessions).hasCount(before - 1);
  }

  @Test
  void anAlertIsRaisedSnoozedAndAcknowledged() {
    try (var visit = new Visit(CHROMIUM, node)) {
      var page = visit.mayBeRefused("/alerts/new").to("/login").page();
      var keyboard = new Keyboard(page);
      signIn(page, keyboard);
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");
      keyboard.press("g").press("a");
      page.waitForURL(node.uri("/alerts").toString());
      keyboard.tabTo(link(page, "Raise an alert")).press("Enter");
      var title = page.getByLabel("What is wrong");
      keyboard.assertAt(title).press("Enter");
      assertThat(page.locator("#e-title")).isVisible();
      keyboard.assertAt(title).type("Smoke in room 4").press("Enter");
      assertThat(heading(page)).hasText("Smoke in room 4, and nobody has answered yet.");
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");

      keyboard.tabTo(button(page, "Snooze")).press("Enter");
      keyboard.tabTo(button(page, "Snooze it")).press("Enter");
      assertThat(heading(page)).containsText("silent until");
      keyboard.tabTo(button(page, "Acknowledge")).press("Enter");
      assertThat(heading(page)).containsText("looks after it");
    }
  }

  @Test
  void aPageThatIsLoadedAnewGivesTheFocusBack() {
    var owner = node.owner();
    String monitor =
        owner.post("/monitors", Map.of("name", "ledger", "type", "manual")).expect(201).text("id");
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/monitors/" + monitor)) {
      var page = visit.page();
      var keyboard = new Keyboard(page);
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");
      keyboard.tabTo(link(page, "Clone"));

      owner.patch("/monitors/" + monitor, Map.of("name", "ledger export")).expect(200);

      assertThat(page.locator(".crumbs strong")).hasText("ledger export");
      keyboard.assertAt(link(page, "Clone"));
    }
    owner.delete("/monitors/" + monitor).expect(204);
  }

  /** What is typed before the field has the focus goes nowhere. */
  private static void signIn(Page page, Keyboard keyboard) {
    assertThat(page.locator("#f-email")).isFocused();
    keyboard.type(RunningNode.OWNER).press("Tab").type(RunningNode.PASSWORD).press("Enter");
  }

  private static void pick(Page page, Keyboard keyboard) {
    assertThat(page.locator("html")).hasAttribute("data-live", "yes");
    keyboard.tabTo(page.locator("#lists .pick")).press("Space");
    assertThat(page.getByText("1 selected")).isVisible();
  }

  private static Locator heading(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private static Locator bulk(Page page, String name) {
    return page.locator(".bulk")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator zoom(Page page, String value) {
    return page.locator("#zoom [value=" + value + "]");
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
