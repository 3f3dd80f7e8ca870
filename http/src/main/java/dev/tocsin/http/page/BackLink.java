package dev.tocsin.http.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The address of a list that a form was shown in, as the form gives it back. */
final class BackLink {
  private BackLink() {}

  /**
   * The parameters of its query; none where it cannot be read. An address is built anew from them,
   * so that it leads nowhere else.
   */
  static Map<String, String> said(String back) {
    Map<String, String> said = new HashMap<>();
    for (String pair : back.substring(back.indexOf('?') + 1).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          said.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
          return Map.of();
        }
      }
    }
    return said;
  }
}
