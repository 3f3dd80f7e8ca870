package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds of every page, at a desk by day and on a phone by night: it can be read by everybody,
 * used with keys and with fingers, fits the window, and gives the browser nothing to complain of.
 */
class EveryPageTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  /** Each theme and each layout once: looking takes long. */
  private static final List<Visit.Look> LOOKS =
      List.of(Visit.Look.DESK, Visit.Look.DESK.onAPhone().inTheDark());

  private static final Map<Visit.Look, Visit> WINDOWS = new HashMap<>();
  private static RunningNode node;
  private static Receiver pager;
  private static List<Scene> scenes;

  @BeforeAll
  static void start() {
    node = Scene.node(folder);
    pager = new Receiver();
    scenes = Scene.all(node, pager);
    for (var look : LOOKS) {
      var window = new Visit(CHROMIUM, node, look);
      Axe.on(window.context());
      WINDOWS.put(look, window);
    }
  }

  @AfterAll
  static void stop() {
    WINDOWS.values().forEach(Visit::close);
    node.close();
    pager.close();
  }

  @TestFactory
  Stream<DynamicTest> isReadableAndFits() {
    return scenes.stream()
        .flatMap(
            scene ->
                LOOKS.stream()
                    .map(
                        look ->
                            DynamicTest.dynamicTest(
                                scene.name() + " " + Scene.name(look), () -> check(scene, look))));
  }

  private static void check(Scene scene, Visit.Look look) {
    var visit = WINDOWS.get(look);
    visit.context().clearCookies();
    scene.open(visit);

    assertThat(visit.overhang()).describedAs("wider than the window by").isZero();
    if (scene.isOurs()) {
      assertThat(look.isPhone() ? Fingers.missed(visit.page()) : List.of())
          .describedAs("what a finger misses")
          .isEmpty();
      assertThat(visit.page().locator("h1")).hasCount(1);
      assertThat(visit.page().getByRole(AriaRole.MAIN)).hasCount(1);
      // a chart sets lengths of its own parts, through the object model
      assertThat(visit.page().locator("[style]:not(.uplot, .uplot *)")).hasCount(0);
    }
    assertThat(Axe.violations(visit.page())).filteredOn(scene::isWorse).isEmpty();
    if (scene.isOurs() && !look.isPhone()) {
      new Keyboard(visit.page()).walk();
    }
    visit.assertNoComplaints();
  }
}
