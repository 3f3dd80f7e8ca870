package dev.tocsin.probe.http;

import java.util.List;
import java.util.Locale;

/** Which headers hold secrets, judged by their names: rather one too many than one too few. */
final class SecretHeaders {
  private static final List<String> SIGNS =
      List.of(
          "auth",
          "cookie",
          "token",
          "secret",
          "password",
          "passwd",
          "credential",
          "signature",
          "session",
          "apikey",
          "-key");

  private SecretHeaders() {}

  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String sign : SIGNS) { // of every header of every answer
      if (lower.contains(sign)) {
        return true;
      }
    }
    return false;
  }
}
