package dev.tocsin.conf;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * This process.
 *
 * @param dataDir absolute; it need not exist yet
 * @param region where its checks come from
 */
public record NodeSettings(Path dataDir, String region) {
  static NodeSettings read(SettingsReader reader) {
    return new NodeSettings(dataDir(reader), region(reader));
  }

  private static Path dataDir(SettingsReader reader) {
    var key = "tocsin.data-dir";
    try {
      var text = reader.text(key);
      if (!text.isEmpty()) {
        return Path.of(text).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException notAPath) {
      // the sentence below says it
    }
    throw reader.wrong(key, "the path of a folder");
  }

  private static String region(SettingsReader reader) {
    var key = "tocsin.region";
    var region = reader.text(key);
    if (!region.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
      throw reader.wrong(
          key, "1 to 40 lower-case letters, digits and hyphens, a hyphen neither first nor last");
    }
    return region;
  }
}
