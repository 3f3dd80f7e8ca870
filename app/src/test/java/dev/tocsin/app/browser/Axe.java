package dev.tocsin.app.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Looks for what keeps people with disabilities out, by the rules of axe-core. */
final class Axe {
  private static final String SCRIPT = script();
  private static final String RUN =
      """
      async (rules) => {
        const found = await axe.run(document, {
          resultTypes: ["violations"],
          runOnly: { type: "tag", values: rules },
        });
        return found.violations.flatMap((violation) =>
          violation.nodes.map((node) =>
            `${violation.impact} ${violation.id} ${node.target.join(" ")}: ${node.failureSummary}`));
      }
      """;
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private Axe() {}

  /** Before the pages that are to be looked at are opened. */
  static void on(BrowserContext context) {
    context.addInitScript(SCRIPT);
  }

  /** What is wrong with a page, one line for each place. */
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    return (List<String>) page.evaluate(RUN, RULES);
  }

  private static String script() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
