package dev.tocsin.app.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of this machine, started once for all tests. Nothing is downloaded: Playwright brings
 * its own driver, and drives the Chromium that is installed.
 */
final class Chromium implements BeforeAllCallback {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private @Nullable Running running;

  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      var playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      try {
        return new Running(
            playwright,
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(executable(System.getenv("PATH")))
                        .setArgs(ARGUMENTS)));
      } catch (RuntimeException | Error failed) {
        playwright.close();
        throw failed;
      }
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  /** The first of the known browsers in the folders of a search path. */
  static Path executable(String path) {
    return NAMES.stream()
        .flatMap(
            name ->
                Arrays.stream(path.split(File.pathSeparator))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "No browser is installed that can drive the pages; install Chromium (apt-get"
                        + " install chromium) or Google Chrome, so that "
                        + String.join(", ", NAMES.subList(0, 2))
                        + " or "
                        + NAMES.getLast()
                        + " is in the PATH."));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Chromium.class))
            .getOrComputeIfAbsent("running", key -> Running.start(), Running.class);
  }

  Browser browser() {
    return Objects.requireNonNull(running, "The extension was not registered.").browser();
  }
}
