package dev.tocsin.probe.net;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * Regular expressions of strangers on answers of strangers, by RE2: the time of a search grows with
 * the size of the pattern times the length of the text and with nothing else, so both are bounded.
 */
public final class Patterns {
  public static final int LONGEST = 512;
  public static final int LARGEST_PROGRAM = 500;

  /**
   * Instructions of the pattern times characters of the text: some 10 to 40 ns each, so below a
   * second.
   */
  public static final int MOST_STEPS = 20_000_000;

  /** What a pattern may grow to before its size is known; below a tenth of a second to compile. */
  private static final long MOST_UNFOLDED = 200_000;

  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private Patterns() {}

  /** What a search has found out. */
  public sealed interface Search {}

  public record Found() implements Search {}

  public record Missing() implements Search {}

  /** No match in so many characters, and the text goes on behind them. */
  public record Unsearched(int searched) implements Search {}

  /** What is wrong with a pattern; empty where it can be searched for. */
  public static Optional<String> fault(String pattern) {
    if (unfolded(pattern) > MOST_UNFOLDED) {
      return Optional.of(tooLarge());
    }
    try {
      return Pattern.compile(pattern).programSize() > LARGEST_PROGRAM
          ? Optional.of(tooLarge())
          : Optional.empty();
    } catch (PatternSyntaxException wrong) {
      return Optional.of(
          "It must be a regular expression as RE2 reads it, without look-around and back references: "
              + wrong.getDescription()
              + ".");
    } catch (StackOverflowError deep) {
      return Optional.of(tooLarge());
    }
  }

  public static Search search(String pattern, String text) {
    Pattern compiled = Pattern.compile(pattern);
    int most = MOST_STEPS / Math.max(1, compiled.programSize());
    boolean isShort = text.length() <= most;
    if (compiled.matcher(isShort ? text : text.substring(0, most)).find()) {
      return new Found();
    }
    return isShort ? new Missing() : new Unsearched(most);
  }

  private static String tooLarge() {
    return "It is too large a regular expression: counts in braces multiply; make them smaller.";
  }

  /**
   * At most how many parts the pattern has once its counts are written out. Without parentheses no
   * count stands inside another.
   */
  private static long unfolded(String pattern) {
    boolean nests = pattern.indexOf('(') >= 0;
    double factor = 1;
    for (MatchResult count : COUNT.matcher(pattern).results().toList()) {
      long from = Long.parseLong(count.group(1));
      String to = count.group(2);
      long most = Math.max(1, to == null || to.isEmpty() ? from : Long.parseLong(to));
      factor = nests ? factor * most : Math.max(factor, most);
    }
    return (long) Math.min(1e18, factor * pattern.length());
  }
}
