package dev.tocsin.notify;

import dev.tocsin.input.Texts;
import java.nio.charset.StandardCharsets;

/** Texts within the limits of services; what was cut ends with an ellipsis. */
public final class Shortened {
  private static final String ELLIPSIS = "\u2026";
  private static final int ELLIPSIS_BYTES = 3;

  private Shortened() {}

  /**
   * @param most in UTF-16 units, of which a service counts as many or fewer; at least 1
   */
  public static String to(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return most < 2 ? ELLIPSIS : Texts.cut(text, most - 1) + ELLIPSIS;
  }

  /**
   * @param most in bytes of UTF-8, at least 3
   */
  public static String toBytes(String text, int most) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= most) {
      return text;
    }
    int kept = 0;
    int bytes = ELLIPSIS_BYTES;
    while (bytes + bytes(text.codePointAt(kept)) <= most) {
      bytes += bytes(text.codePointAt(kept));
      kept += Character.charCount(text.codePointAt(kept));
    }
    return text.substring(0, kept) + ELLIPSIS;
  }

  private static int bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
