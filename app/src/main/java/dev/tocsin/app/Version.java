package dev.tocsin.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Tocsin this is. */
final class Version {
  /** Like {@code 1.2.0}. */
  static final String CURRENT = read();

  private Version() {}

  private static String read() {
    try (var file = Version.class.getResourceAsStream("/tocsin-version.properties")) {
      var properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
