package dev.tocsin.http.page;

import java.util.Locale;

/**
 * A picture of two words side by side: what is meant, and how it is. It needs no font, style or
 * script from anywhere.
 *
 * @param label what is meant: the left side
 * @param value how it is: the right side, which says by itself what its colour says
 */
record Badge(String label, String value, Tone tone) {
  /** What the right side is painted in; white text on it has a contrast of 4.5 at least. */
  enum Tone {
    GOOD("#0f6b5f"),
    FAIR("#8a5a00"),
    POOR("#9a4b00"),
    BAD("#b3261e"),
    PLANNED("#2f5f9e"),
    NONE("#6b6560");

    private final String colour;

    Tone(String colour) {
      this.colour = colour;
    }
  }

  private static final String GROUND = "#3d3833";
  private static final int HEIGHT = 20;
  private static final int PADDING = 6;
  private static final int BASELINE = 14;

  /** As {@code image/svg+xml}. */
  String svg() {
    int left = width(label) + 2 * PADDING;
    int right = width(value) + 2 * PADDING;
    int all = left + right;
    String name = escape(label + ": " + value);
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        role="img" aria-label="%3$s"><title>%3$s</title>\
        <clipPath id="r"><rect width="%1$d" height="%2$d" rx="4"/></clipPath>\
        <g clip-path="url(#r)"><rect width="%1$d" height="%2$d" fill="%4$s"/>\
        <rect x="%5$d" width="%6$d" height="%2$d" fill="%7$s"/></g>\
        <g fill="#fff" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11">%8$s%9$s</g>\
        </svg>
        """,
        all,
        HEIGHT,
        name,
        GROUND,
        left,
        right,
        tone.colour,
        text(label, PADDING),
        text(value, left + PADDING));
  }

  /** The browser fits the text into the width that was reckoned with, whatever font it has. */
  private static String text(String words, int x) {
    return "<text x=\""
        + x
        + "\" y=\""
        + BASELINE
        + "\" textLength=\""
        + width(words)
        + "\" lengthAdjust=\"spacingAndGlyphs\">"
        + escape(words)
        + "</text>";
  }

  /** In pixels, about as Verdana has it at 11 pixels. */
  private static int width(String words) {
    double width = words.codePoints().mapToDouble(Badge::width).sum();
    return Math.max(1, (int) Math.ceil(width));
  }

  private static double width(int character) {
    if (character > 0x2e80) {
      return 11; // East Asian scripts stand in squares
    }
    if ("ijlI.,:;'|! ()[]ft\u00a0".indexOf(character) >= 0) {
      return 4.4;
    }
    if ("mwMW%@".indexOf(character) >= 0) {
      return 10.6;
    }
    return Character.isUpperCase(character) ? 7.9 : 6.9;
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(character) ? character : 0xfffd);
              }
            });
    return escaped.toString();
  }

  /** What XML 1.0 can hold at all. */
  private static boolean isXml(int character) {
    return character == '\t'
        || character >= 0x20 && character <= 0xd7ff
        || character >= 0xe000 && character <= 0xfffd
        || character >= 0x10000;
  }
}
