package dev.tocsin.conf;

import java.util.Optional;

/**
 * What secrets are protected with.
 *
 * @param secretKey empty where a single process keeps its own in the data folder
 */
public record SecuritySettings(Optional<SecretKey> secretKey) {
  static SecuritySettings read(SettingsReader reader, boolean postgres) {
    var key = "tocsin.secret-key";
    var text = reader.text(key);
    if (text.isEmpty()) {
      if (postgres) {
        throw new SettingsException(
            key
                + " (TOCSIN_SECRET_KEY) is not set; with PostgreSQL it must be given, the same for all"
                + " nodes, at least 32 bytes as hex, base64 or text, like the output of \"openssl rand"
                + " -hex 32\".");
      }
      return new SecuritySettings(Optional.empty());
    }
    var secret =
        SecretKey.parse(text)
            .orElseThrow(() -> reader.wrong(key, "at least 32 bytes as hex, base64 or text"));
    return new SecuritySettings(Optional.of(secret));
  }
}
