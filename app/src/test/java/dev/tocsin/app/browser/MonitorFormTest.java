package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
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

/** Somebody adds a monitor with all that it needs, makes mistakes, tries it, and copies it. */
class MonitorFormTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final LocatorAssertions.ContainsTextOptions LATER =
      new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);
  private static final String PASSWORD = "a password of the shop";

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
  void isToldItsMistakesAtTheirFieldsTriesAddsAndCopies() {
    try (var visit = new Visit(CHROMIUM, node).mayBeRefused("/monitors/new").signIn()) {
      var page = visit.to("/monitors/new").page();
      page.getByText("Web address", exactText()).click();
      assertThat(heading(page)).hasText("Watch a web address.");
      page.getByLabel("Name", exact()).fill("Shop");
      page.getByLabel("Address", exact()).fill("shop");
      fold(page, "Sign-in").click();
      assertThat(page.getByLabel("Token", exact())).isHidden();
      page.getByLabel("How", exact()).selectOption("User and password");
      page.getByLabel("User", exact()).fill("mara");
      page.getByLabel("Password", exact()).fill(PASSWORD);
      page.evaluate("() => { window.sameDocument = true; }");
      button(page, "Test first").click();

      assertThat(page.locator("[id='e-http.url']")).containsText("http://");
      assertThat(page.getByLabel("Address", exact())).isFocused();
      assertThat(page.getByLabel("Password", exact())).hasValue(PASSWORD);
      page.getByLabel("Address", exact()).fill(node.uri("/health/live").toString());
      button(page, "Test first").click();

      assertThat(page.locator("#tried")).containsText("Up", LATER);
      assertThat(page.locator("#tried")).containsText("200 from 127.0.0.1");
      assertThat(page.locator("#tried .legend")).containsText("First byte");
      assertThat(page.locator("#tried")).isFocused();
      assertThat(page.getByLabel("Password", exact())).hasValue(PASSWORD);
      button(page, "Add it").click();

      assertThat(heading(page)).containsText("Up since", LATER);
      page.getByText("Clone", exactText()).click();
      assertThat(page.getByLabel("Name", exact())).hasValue("Shop (copy)");
      assertThat(page.locator(".lead")).containsText("Enter again: Password.");
      assertThat(page.getByLabel("Password", exact())).hasValue("");
      button(page, "Add the copy").click();
      assertThat(page.locator("[id='e-http.auth.basic.password']"))
          .containsText("Enter the password");
      page.getByLabel("Password", exact()).fill(PASSWORD);
      button(page, "Add the copy").click();

      assertThat(page.locator(".crumbs strong")).hasText("Shop (copy)");
    }
  }

  @Test
  void needsNoScripts() {
    try (var visit =
        new Visit(CHROMIUM, node, Visit.Look.DESK.onAPhone().withoutScripts())
            .mayBeRefused("/monitors/new")
            .signIn()) {
      var page = visit.to("/monitors/new?type=http").page();
      page.getByLabel("Name", exact()).fill("Without scripts");
      page.getByLabel("Address", exact()).fill("shop");
      fold(page, "What is sent").click();
      page.getByLabel("Headers", exact()).fill("\nAccept: text/html\nX-Api-Key: 0123");
      fold(page, "What the answer must be").click();
      assertThat(page.getByLabel("The text", exact())).isHidden();
      page.getByLabel("The body must have", exact()).selectOption("A text");
      page.getByLabel("The text", exact()).fill("two\nlines");
      button(page, "Add it").click();

      assertThat(page.locator("[id='e-http.url']")).containsText("http://");
      assertThat(page.getByLabel("Headers", exact())).hasValue("\nAccept: text/html\nX-Api-Key: ");
      assertThat(page.getByText("Enter the value of X-Api-Key again")).isVisible();
      assertThat(page.getByLabel("The text", exact())).hasValue("two\nlines");
      assertThat(page.locator("details[open]")).hasCount(2);
      page.getByLabel("Address", exact()).fill(node.uri("/health/live").toString());
      page.getByLabel("Headers", exact()).fill("X-Api-Key: 0123");
      button(page, "Test first").click();

      assertThat(page.locator("#tried")).containsText("Down", LATER);
      assertThat(page.locator("#tried")).containsText("is not in the body");
      page.getByLabel("The body must have", exact()).selectOption("Anything");
      page.getByLabel("Headers", exact()).fill("Accept: text/html");
      button(page, "Add it").click();

      assertThat(page.locator(".crumbs strong")).hasText("Without scripts");
      assertThat(page.locator("[data-copy]")).hasCount(0);
    }
  }

  private static Locator fold(Page page, String title) {
    return page.locator("summary").filter(new Locator.FilterOptions().setHasText(title));
  }

  private static Locator heading(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
