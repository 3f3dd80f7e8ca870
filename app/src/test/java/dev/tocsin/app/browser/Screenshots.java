package dev.tocsin.app.browser;

import com.microsoft.playwright.Page;
import dev.tocsin.app.testing.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes a picture of every page as {@link EveryPageTest} sees it, for people to look at, into
 * {@code target/screenshots}. It tests nothing, so it runs by name only: {@code mvn -pl app -am
 * test -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false}, and of some alone with {@code
 * -Dscenes='on-call|alert'}, which are the beginnings of their names.
 */
class Screenshots {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder;

  @Test
  void ofEveryPage() throws IOException {
    Files.createDirectories(PICTURES);
    String only = System.getProperty("scenes", "");
    try (var node = Scene.node(folder);
        var pager = new Receiver()) {
      for (Scene scene : Scene.all(node, pager)) {
        if (!scene.name().matches("(" + only + ").*")) {
          continue;
        }
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
