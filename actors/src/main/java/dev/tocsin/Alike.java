package dev.tocsin;

import com.github.benmanes.caffeine.cache.Interner;
import java.util.List;

/**
 * Of many values that are alike keeps one, so that a hundred thousand monitors do not hold each its
 * own. What nobody holds any more is forgotten. Safe for use by many threads.
 */
public final class Alike {
  private static final Interner<Object> KEPT = Interner.newWeakInterner();

  private Alike() {}

  /**
   * @param value of which there are few different ones: remembering costs more than a small object
   * @return it, or one that equals it
   */
  @SuppressWarnings("unchecked") // what equals a value of a record's class is of that class
  public static <T> T one(T value) {
    return (T) KEPT.intern(value);
  }

  /** A list of the same texts, each of them held once; the list cannot be changed. */
  public static List<String> texts(List<String> texts) {
    return texts.stream().map(String::intern).toList();
  }
}
