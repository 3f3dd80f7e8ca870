package dev.tocsin.http.asset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request's headers say of the form in which an answer is wanted (RFC 9110). */
public final class Negotiation {
  private Negotiation() {}

  /**
   * Whether to send gzip: it is acceptable, and not less welcome than the plain form.
   *
   * @param acceptEncoding the header's value; null where it is missing
   */
  public static boolean prefersGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    double gzip = -1;
    double identity = -1;
    double others = 0;
    for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
      int semicolon = part.indexOf(';');
      String coding = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
      double quality = semicolon < 0 ? 1 : quality(part.substring(semicolon + 1));
      switch (coding) {
        case "gzip", "x-gzip" -> gzip = quality;
        case "identity" -> identity = quality;
        case "*" -> others = quality;
        default -> {
          // a coding that nothing is made ready in
        }
      }
    }
    double welcome = gzip < 0 ? others : gzip;
    return welcome > 0 && welcome >= identity;
  }

  /**
   * Whether the asker holds one of the tags already; compared weakly, as the header demands.
   *
   * @param ifNoneMatch the header's value; null where it is missing
   */
  static boolean holds(@Nullable String ifNoneMatch, String tag, String otherTag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String part : ifNoneMatch.split(",")) {
      String held = part.strip();
      if (held.startsWith("W/")) {
        held = held.substring(2);
      }
      if (held.equals("*") || isQuoted(held, tag) || isQuoted(held, otherTag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuoted(String text, String tag) {
    return text.length() == tag.length() + 2
        && text.charAt(0) == '"'
        && text.charAt(text.length() - 1) == '"'
        && text.startsWith(tag, 1);
  }

  /** What can't be read counts as fully welcome: it was named. */
  private static double quality(String parameters) {
    for (String parameter : parameters.split(";")) {
      String text = parameter.strip();
      if (text.startsWith("q=")) {
        try {
          return Double.parseDouble(text.substring(2).strip());
        } catch (NumberFormatException unreadable) {
          return 1;
        }
      }
    }
    return 1;
  }
}
