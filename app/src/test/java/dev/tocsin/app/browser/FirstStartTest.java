package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody starts Tocsin for the first time and follows the link that it printed. */
class FirstStartTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String EMAIL = "mara@example.com";

  @TempDir Path folder;

  @Test
  void theLinkSetsUpTheInstallationOnceAndSignsIn() {
    try (var node = RunningNode.withoutOwner(folder, Map.of())) {
      var link = node.node().setUpLink().map(URI::toString).orElseThrow();
      try (var visit = new Visit(CHROMIUM, node).mayBeRefused("/setup")) {
        fillIn(visit.page(), link, "too short");
        assertThat(visit.page().getByText("at least 12").last()).isVisible();
        assertThat(visit.page().getByLabel("Organization")).hasValue("Harbourline");

        visit.page().getByLabel("Password").fill(RunningNode.PASSWORD);
        press(visit.page());

        assertThat(visit.page().getByRole(AriaRole.HEADING, named("I watch nothing yet.")))
            .isVisible();
        assertThat(visit.page().getByText("Harbourline")).isVisible();
        assertThat(visit.page().getByText(EMAIL)).isVisible();
        watch(visit.page(), node.uri("/health/live"));
      }
      try (var later = new Visit(CHROMIUM, node).mayBeRefused("/setup")) {
        fillIn(later.page(), link, RunningNode.PASSWORD);
        assertThat(later.page().getByRole(AriaRole.ALERT)).containsText("has been set up already");

        later.signIn(EMAIL, RunningNode.PASSWORD);
        assertThat(later.page().getByText("Harbourline")).isVisible();
      }
    }
  }

  private static void fillIn(Page page, String link, String password) {
    page.navigate(link.replace("//localhost:", "//127.0.0.1:"));
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Who runs this Tocsin?");
    page.getByLabel("Organization").fill("Harbourline");
    page.getByLabel("Your e-mail address").fill(EMAIL);
    page.getByLabel("Password").fill(password);
    press(page);
  }

  /** One address typed is a monitor, whose first result is shown as soon as it is there. */
  private static void watch(Page page, URI address) {
    page.getByLabel("What shall I watch?").fill(address.toString());
    page.getByText("Watch it").click();
    assertThat(page.getByRole(AriaRole.HEADING, level(1)))
        .containsText("Up since", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
    assertThat(page.locator("#m-check")).containsText("200 from 127.0.0.1");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Monitors").setExact(true))
        .first()
        .click();
    assertThat(page.getByRole(AriaRole.HEADING, named("One monitor is up."))).isVisible();
  }

  private static Page.GetByRoleOptions level(int level) {
    return new Page.GetByRoleOptions().setLevel(level);
  }

  private static void press(Page page) {
    page.getByRole(AriaRole.BUTTON).click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
