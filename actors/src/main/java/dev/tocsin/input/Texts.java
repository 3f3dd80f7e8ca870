package dev.tocsin.input;

import dev.tocsin.StorableText;
import java.util.Optional;

/** What a text may be made of, so that every store and every reader of JSON takes it. */
public final class Texts {
  /** Letters by their category, but nothing is to be seen of them. */
  private static final String UNSEEN_LETTERS = "\u115f\u1160\u2800\u3164\uffa0";

  private Texts() {}

  /** What is wrong with a text's characters, in one sentence. */
  static Optional<String> fault(String text) {
    if (StorableText.of(text).equals(text)) {
      return Optional.empty();
    }
    return Optional.of(
        text.indexOf(0) >= 0
            ? "It must not have the character U+0000."
            : "It must be valid Unicode text.");
  }

  /** Whether nothing of it can be seen: only blanks, marks and characters without width. */
  public static boolean isInvisible(String text) {
    return text.codePoints().allMatch(Texts::isInvisible);
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          true;
      default -> UNSEEN_LETTERS.indexOf(codePoint) >= 0;
    };
  }

  /** The beginning of a text that has at most {@code most} characters, no pair cut in two. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean pair = Character.isSurrogatePair(text.charAt(most - 1), text.charAt(most));
    return text.substring(0, pair ? most - 1 : most);
  }
}
