package dev.tocsin.input;

import java.util.Optional;

/** What a text may be made of, so that every store and every reader of JSON takes it. */
public final class Texts {
  /** Letters by their category, but nothing is to be seen of them. */
  private static final String UNSEEN_LETTERS = "\u115f\u1160\u2800\u3164\uffa0";

  private Texts() {}

  /** What is wrong with a text's characters, in one sentence. */
  static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        return Optional.of("It must not have the character U+0000.");
      }
      if (Character.isSurrogate(unit)) {
        if (!isPair(text, i)) {
          return Optional.of("It must be valid Unicode text.");
        }
        i++;
      }
    }
    return Optional.empty();
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

  /** The same with U+FFFD for what cannot be shown; it can be written wherever a text can. */
  static String showable(String text) {
    if (fault(text).isEmpty()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      char unit = shown.charAt(i);
      if (Character.isSurrogate(unit) && isPair(shown, i)) {
        i++;
      } else if (unit == 0 || Character.isSurrogate(unit)) {
        shown.setCharAt(i, '\ufffd');
      }
    }
    return shown.toString();
  }

  /** The beginning of a text that has at most {@code most} characters, no pair cut in two. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, isPair(text, most - 1) ? most - 1 : most);
  }

  private static boolean isPair(CharSequence text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
