package dev.tocsin.probe.net;

import dev.tocsin.input.Texts;
import java.nio.charset.StandardCharsets;

/** What a target said, for a sentence or a fact: on one line, without control characters, short. */
public final class Quotes {
  private static final int LONGEST = 200;

  private Quotes() {}

  public static String of(byte[] said) {
    return of(new String(said, StandardCharsets.UTF_8));
  }

  public static String of(String said) {
    return of(said, LONGEST);
  }

  /**
   * @param most characters, three dots not counted
   */
  public static String of(String said, int most) {
    StringBuilder printable = new StringBuilder();
    // what is beyond is cut anyway
    String start = Texts.cut(said, 4 * most);
    for (int i = 0; i < start.length(); i++) {
      char c = start.charAt(i);
      printable.append(Character.isISOControl(c) ? ' ' : c);
    }
    String line = printable.toString().strip();
    return line.length() <= most ? line : Texts.cut(line, most) + "...";
  }
}
