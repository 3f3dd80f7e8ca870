package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody signs in, and out again. */
class SignInTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);

  @TempDir static Path folder;

  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void whoIsNotSignedInIsAskedTo() {
    try (var visit = new Visit(CHROMIUM, node)) {
      visit.to("/");

      assertThat(visit.page()).hasURL(node.uri("/login").toString());
      assertThat(visit.page()).hasTitle("Sign in · Tocsin");
    }
  }

  @Test
  void aWrongPasswordIsSaidAndTheAddressKept() {
    try (var visit = new Visit(CHROMIUM, node).mayBeRefused("/login")) {
      visit.to("/login");
      visit.page().getByLabel("E-mail address").fill(RunningNode.OWNER);
      visit.page().getByLabel("Password").fill("not the password");
      press(visit.page(), "Sign in");

      assertThat(visit.page().getByRole(AriaRole.ALERT))
          .hasText("This e-mail address and this password do not belong together.");
      assertThat(visit.page().getByLabel("E-mail address")).hasValue(RunningNode.OWNER);
      assertThat(visit.page().getByLabel("Password")).hasValue("");
      assertThat(visit.page().getByLabel("Password")).isFocused();
    }
  }

  @Test
  void afterSigningOutThePagesAreClosedAgain() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      assertThat(visit.page().getByText(RunningNode.OWNER)).isVisible();

      press(visit.page(), "Sign out");

      assertThat(visit.page()).hasURL(node.uri("/login").toString());
      visit.to("/");
      assertThat(visit.page()).hasURL(node.uri("/login").toString());
      visit.page().goBack();
      assertThat(visit.page().getByText(RunningNode.OWNER)).not().isVisible();
    }
  }

  @Test
  void itWorksWithoutScripts() {
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).signIn()) {
      assertThat(visit.page().getByRole(AriaRole.HEADING)).hasText("I watch nothing yet.");
      press(visit.page(), "Sign out");
      assertThat(visit.page()).hasURL(node.uri("/login").toString());
    }
  }

  @Test
  void itWorksByKeyboardAlone() {
    try (var visit = new Visit(CHROMIUM, node).to("/login")) {
      var page = visit.page();
      assertThat(page.getByLabel("E-mail address")).isFocused();
      assertFocusIsSeen(page);
      page.keyboard().type(RunningNode.OWNER);
      page.keyboard().press("Tab");
      assertThat(page.getByLabel("Password")).isFocused();
      assertFocusIsSeen(page);
      page.keyboard().type(RunningNode.PASSWORD);
      page.keyboard().press("Tab");
      assertThat(button(page, "Sign in")).isFocused();
      assertFocusIsSeen(page);
      page.keyboard().press("Enter");

      assertThat(page).hasURL(node.uri("/").toString());
    }
  }

  @Test
  void theFirstTabOffersToSkipToTheContent() {
    try (var visit = new Visit(CHROMIUM, node).signIn()) {
      var page = visit.page();
      page.keyboard().press("Tab");

      assertThat(page.getByText("Skip to content")).isFocused();
      assertThat(page.getByText("Skip to content")).hasCSS("opacity", "1");
      page.keyboard().press("Enter");
      assertThat(page).hasURL(node.uri("/#main").toString());
    }
  }

  @Test
  void whatIsTypedInIsNotSentToAnotherPlaceThanTheFormsOwn() {
    try (var visit = new Visit(CHROMIUM, node).to("/login?next=https://elsewhere.example/")) {
      visit.page().getByLabel("E-mail address").fill(RunningNode.OWNER);
      visit.page().getByLabel("Password").fill(RunningNode.PASSWORD);
      press(visit.page(), "Sign in");

      assertThat(visit.page()).hasURL(node.uri("/").toString());
    }
  }

  @Test
  void aPageOfASessionThatIsEndedElsewhereSaysSoAndIsOpenedAgainAfterwards() {
    String path = "/organization/members?from=a-letter";
    try (var visit =
        new Visit(CHROMIUM, node)
            .mayBeRefused("/api/v1/events/stream")
            .mayBeRefused("/monitors/head")) {
      var page = visit.signIn().to(path).page();
      assertThat(page.locator("html")).hasAttribute("data-live", "yes");

      node.owner().delete("/sessions").expect(204);

      assertThat(page.getByText("Your session has ended.")).isVisible(SOON);
      assertThat(page).hasTitle("Sign in · Tocsin");
      page.getByLabel("E-mail address").fill(RunningNode.OWNER);
      page.getByLabel("Password").fill(RunningNode.PASSWORD);
      press(page, "Sign in");
      assertThat(page).hasURL(node.uri(path).toString());
    }
  }

  @Test
  void aFormOfASessionThatHasEndedLeadsBackToItsPage() {
    try (var visit =
        new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts()).signIn().to("/profile")) {
      var page = visit.page();
      node.owner().delete("/sessions").expect(204);

      press(page, "Save changes");

      assertThat(page.getByText("Your session has ended.")).isVisible();
      page.getByLabel("E-mail address").fill(RunningNode.OWNER);
      page.getByLabel("Password").fill(RunningNode.PASSWORD);
      press(page, "Sign in");
      assertThat(page).hasURL(node.uri("/profile").toString());
    }
  }

  private static void assertFocusIsSeen(Page page) {
    assertThat(
            page.evaluate(
                """
                () => {
                  const style = getComputedStyle(document.activeElement);
                  return `${style.outlineStyle} ${style.outlineWidth}`;
                }
                """))
        .isEqualTo("solid 2px");
  }

  private static com.microsoft.playwright.Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static void press(Page page, String name) {
    button(page, name).click();
  }
}
