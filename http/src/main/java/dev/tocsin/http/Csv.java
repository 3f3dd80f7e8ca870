package dev.tocsin.http;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values, as RFC 4180 writes them, that no spreadsheet takes for more. */
public final class Csv {
  private static final String LINE_END = "\r\n";
  private static final String QUOTED = ",\"\r\n";
  private static final String FORMULA = "=+-@\t\r\n";

  private Csv() {}

  /**
   * @param cells as {@link #text} or a number makes them
   */
  public static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(",", "", LINE_END));
  }

  /**
   * Text that somebody else may have written. A spreadsheet takes what begins with one of {@code =
   * + - @}, a tab or a line break for a formula; an apostrophe before it keeps it text.
   */
  public static String text(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String safe = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0);
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
