package dev.tocsin.probe.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A reply of three digits and lines of text, as mail and file servers give it (RFC 5321, 4.2; RFC
 * 959, 4.2).
 *
 * @param lines without the code
 */
public record Reply(int code, List<String> lines) {
  private static final int LONGEST_LINE = 4_096;
  private static final int MOST_LINES = 100;

  public Reply {
    lines = List.copyOf(lines);
  }

  /**
   * @param awaited without an article: {@code greeting}, {@code answer to EHLO}
   */
  public static Reply read(Conversation conversation, String awaited) throws TargetFault {
    List<String> lines = new ArrayList<>();
    int code = 0;
    while (lines.size() < MOST_LINES) {
      String line = conversation.readLine(awaited, LONGEST_LINE);
      boolean coded = line.matches("[1-5][0-9][0-9]([ -].*)?");
      if (lines.isEmpty() && !coded) {
        throw new TargetFault(
            "The %s of %s does not begin with a code of three digits: \"%s\""
                .formatted(awaited, conversation.peer(), Quotes.of(line)));
      }
      int own = coded ? Integer.parseInt(line.substring(0, 3)) : code;
      code = lines.isEmpty() ? own : code;
      lines.add(coded && line.length() > 4 ? line.substring(4) : coded ? "" : line);
      if (coded && own == code && !line.startsWith("-", 3)) {
        return new Reply(code, lines);
      }
    }
    throw new TargetFault(
        "The %s of %s has more than %d lines".formatted(awaited, conversation.peer(), MOST_LINES));
  }

  /** Whether a line begins with this word, in any case. */
  public boolean offers(String word) {
    return lines.stream()
        .map(line -> line.toUpperCase(Locale.ROOT))
        .anyMatch(line -> line.equals(word) || line.startsWith(word + " "));
  }

  /** On one line. */
  @Override
  public String toString() {
    return code + " " + Quotes.of(String.join(" ", lines));
  }
}
