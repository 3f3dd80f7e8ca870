package dev.tocsin.notify;

/** How a service wants characters written that mean something to it. */
public enum Escape {
  /** Slack reads {@code <!channel>} as a call to everybody. */
  SLACK {
    @Override
    String of(int codePoint) {
      return switch (codePoint) {
        case '&' -> "&amp;";
        case '<' -> "&lt;";
        case '>' -> "&gt;";
        default -> Character.toString(codePoint);
      };
    }
  },
  HTML {
    @Override
    String of(int codePoint) {
      return codePoint == '"' ? "&quot;" : SLACK.of(codePoint);
    }
  },
  /** With a character of no width behind an at sign, so that nobody is called. */
  MARKDOWN {
    @Override
    String of(int codePoint) {
      if (codePoint == '@') {
        return "@\u200b";
      }
      boolean means = codePoint < 128 && "\\`*_~|>[]#".indexOf(codePoint) >= 0;
      return means ? "\\" + (char) codePoint : Character.toString(codePoint);
    }
  };

  private static final char ELLIPSIS = '\u2026';

  abstract String of(int codePoint);

  public String of(String text) {
    return within(text, Integer.MAX_VALUE);
  }

  /**
   * Cut where the escaped text would be longer, no escape cut in two.
   *
   * @param most in UTF-16 units, at least 1
   */
  public String within(String text, int most) {
    StringBuilder escaped = new StringBuilder();
    int fits = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      escaped.append(of(codePoint));
      if (escaped.length() > most) {
        escaped.setLength(fits);
        return escaped.append(ELLIPSIS).toString();
      }
      fits = escaped.length() < most ? escaped.length() : fits;
      at += Character.charCount(codePoint);
    }
    return escaped.toString();
  }
}
