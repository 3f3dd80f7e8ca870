package dev.tocsin.app.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes a picture of every page as {@link EveryPageTest} sees it, for people to look at, into
 * {@code target/screenshots}. It tests nothing, so it runs by name only: {@code mvn -pl app -am
 * test -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Screenshots {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;

  @Test
  void ofEveryPage() throws IOException {
    Files.createDirectories(PICTURES);
    try (var node = Scene.node(folder)) {
      for (Scene scene : Scene.all(node)) {
        for (Visit.Look look : Scene.LOOKS) {
          try (var visit = new Visit(CHROMIUM, node, look)) {
            scene.open(visit);
            Scene.unroll(visit, look);
            visit
                .page()
                .screenshot(
                    new Page.ScreenshotOptions()
                        .setFullPage(scene.isOurs() && !look.isPhone())
                        .setPath(PICTURES.resolve(scene.name() + "-" + Scene.name(look) + ".png")));
          }
        }
      }
    }
  }
}
