package dev.tocsin.mail;

import java.util.regex.Pattern;

/**
 * Text for places where a line break would begin something new, such as a mail's header: every run
 * of white space and control characters becomes one space.
 */
public final class OneLine {
  private static final Pattern GAPS =
      Pattern.compile("[\\s\\p{Cntrl}\\p{Z}]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LONGEST = 300;

  private OneLine() {}

  public static String of(String text) {
    return GAPS.matcher(text).replaceAll(" ").strip();
  }

  /** What another program said, as far as it is worth being repeated. */
  public static String quoted(String text) {
    String line = of(text);
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "\u2026";
  }
}
