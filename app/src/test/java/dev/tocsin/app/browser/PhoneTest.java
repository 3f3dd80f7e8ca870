package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Somebody is on the way, with a phone in one hand. */
class PhoneTest {
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
  void aMonitorIsMadeLookedAtChangedAndSelected() {
    try (var visit = phone()) {
      var page = visit.to("/monitors/new").page();
      page.getByLabel("What shall I watch?").fill(node.uri("/health/live").toString());
      tap(visit, button(page, "Watch it"));
      assertThat(heading(page)).containsText("Up since", LATER);
      tap(visit, button(page, "Check now"));
      assertThat(heading(page)).containsText("Up since", LATER);
      tap(visit, page.getByText("Results", exact()));
      assertThat(page.locator("#main tbody tr[data-state=up]")).not().hasCount(0);
      page.goBack();

      tap(visit, page.getByText("Edit", exact()));
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Shop");
      tap(visit, button(page, "Test first"));
      assertThat(page.locator("#tried")).containsText("200 from 127.0.0.1", LATER);
      tap(visit, button(page, "Save changes"));
      assertThat(page.locator(".crumbs")).containsText("Shop");

      tap(visit, place(page, "Monitors"));
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");
      tap(visit, page.getByText("Select", exact()));
      tap(visit, page.getByLabel("Select Shop"));
      tap(visit, button(page, "Pause"));
      assertThat(page.getByText("Paused one monitor.")).isVisible();
      tap(visit, page.getByText("Filter and sort"));
      page.getByLabel("Sort by").selectOption("name");
      assertThat(page).hasURL(node.uri("/?sort=name").toString());
      tap(visit, page.locator("#lists").getByText("Shop"));
      assertThat(heading(page)).containsText("Paused since");
    }
  }

  @Test
  void peopleAreInvitedAndTheMonitorIsFound() {
    node.owner().post("/monitors", Map.of("name", "ledger", "type", "manual")).expect(201);
    try (var visit = phone()) {
      visit.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      var page = visit.page();
      tap(visit, place(page, "More"));
      tap(visit, page.locator("#more-places a[href='/organization']"));
      tap(visit, page.getByText("Members", exact()).first());
      page.getByLabel("E-mail address").fill("jonas@example.com");
      tap(visit, button(page, "Invite"));
      assertThat(page.locator("#made")).containsText("jonas@example.com is invited");
      tap(visit, page.locator("[data-copy=invitation]"));

      tap(visit, button(page, "Search or go to"));
      page.locator("#palette-input").fill("ledg");
      tap(visit, page.locator("#palette-found [role=option]"));
      assertThat(page.locator(".crumbs strong")).hasText("ledger");
      tap(visit, button(page, "Delete"));
      tap(visit, button(page, "Keep it"));

      tap(visit, place(page, "More"));
      tap(visit, page.locator("#more-places a[href='/profile']"));
      tap(visit, button(page, "Sign out").last());
      assertThat(page).hasURL(node.uri("/login").toString());
    }
  }

  @Test
  void anAlertIsRaisedAndAnsweredUnderTheThumb() {
    try (var visit = phone()) {
      var page = visit.page();
      tap(visit, place(page, "Alerts"));
      tap(visit, page.getByText("Raise an alert", exact()));
      page.getByLabel("What is wrong").fill("Smoke in room 4");
      tap(visit, button(page, "Raise it"));
      assertThat(heading(page)).containsText("nobody has answered yet");
      var act = button(page, "Acknowledge");
      assertThat(act.boundingBox().y).isGreaterThan(0.75 * page.viewportSize().height);
      tap(visit, act);
      assertThat(heading(page)).containsText("looks after it");
      tap(visit, button(page, "Escalate, reassign, resolve"));
      tap(
          visit,
          page.locator("#more-acts")
              .getByText("Resolve", new Locator.GetByTextOptions().setExact(true)));
      assertThat(heading(page)).containsText("over after");
    }
  }

  private static Visit phone() {
    return new Visit(CHROMIUM, node, Visit.Look.DESK.onAPhone()).signIn();
  }

  /** Touches what there is on a page that is as wide as the window. */
  private static void tap(Visit visit, Locator target) {
    assertThat(target).isVisible();
    assertThat(visit.overhang()).describedAs("wider than the window by").isZero();
    target.tap();
  }

  /** One of the places below, where the thumb is. */
  private static Locator place(Page page, String name) {
    var place = page.getByRole(AriaRole.NAVIGATION, named("Main")).getByText(name);
    assertThat(place.boundingBox().y).isGreaterThan(0.8 * page.viewportSize().height);
    return place;
  }

  private static Locator heading(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
