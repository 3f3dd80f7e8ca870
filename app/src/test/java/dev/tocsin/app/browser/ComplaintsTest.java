package dev.tocsin.app.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other tests here would notice. */
class ComplaintsTest {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "console.error('broken')                                         | error: broken",
        "setTimeout(() => { throw new Error('thrown'); })                | thrown",
        "document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))"
            + "                                                          | CSP: script-src",
        "document.body.setAttribute('style', 'color: red')               | CSP: style-src",
        "fetch('http://127.0.0.2:9/').catch(() => {})                    | CSP: connect-src",
        "location.assign('http://127.0.0.2:9/')                          | foreign request"
      })
  void isNoticed(String wrong, String complaint) {
    var visit = new Visit(CHROMIUM, node).to("/login");
    visit.page().evaluate("() => { " + wrong + " }");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              visit.page().waitForTimeout(20); // lets the driver hand over what it heard
              return visit.hasComplaints();
            });
    assertThatThrownBy(visit::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aPageThatCannotBeReadIsNoticed() {
    try (var visit = new Visit(CHROMIUM, node)) {
      Axe.on(visit.context());
      visit.to("/login");
      visit.page().evaluate("() => document.querySelector('label').remove()");
      assertThat(Axe.violations(visit.page())).anyMatch(it -> it.contains("critical label"));
    }
  }

  @Test
  void aMachineWithoutABrowserIsToldWhatToInstall() throws Exception {
    var none = Files.createDirectory(folder.resolve("none"));

    assertThatThrownBy(() -> Chromium.executable(none.toString()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("apt-get install chromium");
  }
}
