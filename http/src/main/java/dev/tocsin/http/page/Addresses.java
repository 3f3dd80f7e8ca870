package dev.tocsin.http.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of lists, which say what is shown: {@code /alerts?state=resolved&q=a+b}. */
final class Addresses {
  private Addresses() {}

  /**
   * @param said names and values by turns; what is empty is not said
   */
  static String of(String path, String... said) {
    StringBuilder address = new StringBuilder(path);
    char before = '?';
    for (int at = 0; at < said.length; at += 2) {
      if (!said[at + 1].isEmpty()) {
        address
            .append(before)
            .append(said[at])
            .append('=')
            .append(URLEncoder.encode(said[at + 1], StandardCharsets.UTF_8));
        before = '&';
      }
    }
    return address.toString();
  }
}
