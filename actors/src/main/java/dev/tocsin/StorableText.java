package dev.tocsin;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside that every store, message and page can hold. What the watched thing answers is
 * anything; PostgreSQL takes no U+0000, and no encoder an unpaired surrogate.
 */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The same text, with U+FFFD for each character that could not be kept. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isStorable(text, i)) {
        return replaced(text);
      }
    }
    return text;
  }

  /** Null stays null. */
  public static @Nullable String ofNullable(@Nullable String text) {
    return text == null ? null : of(text);
  }

  private static String replaced(String text) {
    StringBuilder replaced = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (!isStorable(text, i)) {
        replaced.setCharAt(i, REPLACEMENT);
      }
    }
    return replaced.toString();
  }

  private static boolean isStorable(String text, int at) {
    char character = text.charAt(at);
    if (Character.isHighSurrogate(character)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(character)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return character != 0;
  }
}
