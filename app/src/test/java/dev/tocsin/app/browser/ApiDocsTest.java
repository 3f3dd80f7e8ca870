package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody reads what the API can do, and tries it out. */
class ApiDocsTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

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
  void everyOperationIsListed() {
    // of a long list the page has only what can be seen
    try (var visit = new Visit(CHROMIUM, node).to("/docs#/Monitors/listMonitors")) {
      assertThat(visit.page().locator(".opblock").first()).isVisible();
      assertThat(visit.page().locator(".opblock-summary-path[data-path='/monitors']")).hasCount(2);
    }
  }

  @Test
  void whoIsSignedInTriesARequestOut() {
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/docs#/Monitors/createMonitor")) {
      Locator create = visit.page().locator("#operations-Monitors-createMonitor");
      create.getByRole(AriaRole.BUTTON, named("Try it out")).click();
      create
          .locator("textarea.body-param__text")
          .fill("{\"name\": \"from the docs\", \"type\": \"manual\"}");
      create.getByRole(AriaRole.BUTTON, named("Execute")).click();

      assertThat(create.locator(".live-responses-table .response .response-col_status"))
          .hasText("201");
      visit.to("/");
      assertThat(visit.page().getByText("from the docs")).isVisible();
    }
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }
}
