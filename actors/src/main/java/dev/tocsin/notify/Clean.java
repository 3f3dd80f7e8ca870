package dev.tocsin.notify;

import dev.tocsin.StorableText;
import dev.tocsin.mail.OneLine;
import java.util.regex.Pattern;

/** Texts that came from anywhere, without what would break a line or turn one around. */
final class Clean {
  /** Of both, what follows would be read backwards, the words of ours among it. */
  private static final Pattern TURNING = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");

  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cntrl}&&[^\n\t]]", Pattern.UNICODE_CHARACTER_CLASS);

  private Clean() {}

  static String line(String text) {
    return OneLine.of(TURNING.matcher(StorableText.of(text)).replaceAll(""));
  }

  /** Line breaks stay. */
  static String text(String text) {
    String unix = StorableText.of(text).replace("\r\n", "\n").replace('\r', '\n');
    return CONTROLS.matcher(TURNING.matcher(unix).replaceAll("")).replaceAll(" ").strip();
  }
}
