package dev.tocsin.probe.net;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.tocsin.input.Input;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must have in it: a text, or something that a regular expression finds. The
 * expressions are those of RE2, which takes time in proportion to the text, whatever is written.
 *
 * @param text with the escapes of {@link Escapes}, or the expression
 */
public record Expectation(String text, boolean isPattern) {
  /** What is read in search of it. */
  public static final int MOST_BYTES = 16 * 1_024;

  private static final int LONGEST = 1_024;

  /** Answers are of lines, and so are expressions. */
  private static final String MULTI_LINE = "(?m)";

  /** The field {@code expect}: a text, {@code {text}} or {@code {pattern}}. */
  public static Optional<Expectation> read(Input input) {
    JsonNode node = input.node("expect");
    if (node.isTextual()) {
      return input
          .verbatim("expect", LONGEST)
          .filter(text -> isText(input, "expect", text))
          .map(text -> new Expectation(text, false));
    }
    return input.object("expect").flatMap(Expectation::readObject);
  }

  private static Optional<Expectation> readObject(Input expect) {
    Optional<String> text = expect.verbatim("text", LONGEST);
    Optional<String> pattern = expect.verbatim("pattern", Patterns.LONGEST);
    if (text.isPresent() == pattern.isPresent()) {
      expect.fault(text.isPresent() ? "pattern" : "text", "Give either text or pattern.");
      return Optional.empty();
    }
    return text.isPresent()
        ? text.filter(it -> isText(expect, "text", it)).map(it -> new Expectation(it, false))
        : pattern.filter(it -> isPattern(expect, it)).map(it -> new Expectation(it, true));
  }

  public static void write(@Nullable Expectation expected, ObjectNode spec) {
    if (expected == null) {
      spec.putNull("expect");
    } else {
      spec.putObject("expect").put(expected.isPattern() ? "pattern" : "text", expected.text());
    }
  }

  private static boolean isText(Input input, String field, String text) {
    Optional<String> fault = Escapes.fault(text);
    fault.ifPresent(why -> input.fault(field, why));
    return fault.isEmpty()
        && input.check(!text.isEmpty(), field, "It must have 1 to " + LONGEST + " characters.");
  }

  private static boolean isPattern(Input input, String pattern) {
    if (!input.check(
        !pattern.isEmpty(), "pattern", "It must have 1 to " + Patterns.LONGEST + " characters.")) {
      return false;
    }
    Optional<String> fault = Patterns.fault(MULTI_LINE + pattern);
    fault.ifPresent(why -> input.fault("pattern", why));
    return fault.isEmpty();
  }

  /**
   * Looks for it in what one check hears, again and again as more comes, with a bound on it all.
   */
  public final class Finder {
    private final byte[] wanted = isPattern ? new byte[0] : Escapes.bytes(text);
    private final @Nullable Pattern pattern = isPattern ? Pattern.compile(MULTI_LINE + text) : null;
    private long steps;

    private Finder() {}

    /**
     * @throws TargetFault where a pattern of this size cannot be looked for in so much
     */
    public boolean isIn(byte[] heard) throws TargetFault {
      return pattern == null
          ? contains(heard, wanted)
          : matches(pattern, new String(heard, StandardCharsets.UTF_8));
    }

    /**
     * @throws TargetFault where a pattern of this size cannot be looked for in so much
     */
    public boolean isIn(String heard) throws TargetFault {
      return pattern == null
          ? contains(heard.getBytes(StandardCharsets.UTF_8), wanted)
          : matches(pattern, heard);
    }

    private boolean matches(Pattern compiled, String heard) throws TargetFault {
      steps += (long) compiled.programSize() * heard.length();
      if (steps > Patterns.MOST_STEPS) {
        throw new TargetFault(
            "So much came that the pattern \""
                + Quotes.of(text, 80)
                + "\" is too large to look for; make it smaller");
      }
      return compiled.matcher(heard).find();
    }
  }

  public Finder finder() {
    return new Finder();
  }

  /** The end of a sentence: {@code the text "PONG" is not in "-ERR"}. */
  public String missingIn(byte[] heard) {
    return missingIn(Quotes.of(heard));
  }

  public String missingIn(String heard) {
    return (isPattern ? "the pattern \"" : "the text \"")
        + Quotes.of(text, 80)
        + "\" is not in \""
        + Quotes.of(heard)
        + "\"";
  }

  private static boolean contains(byte[] heard, byte[] wanted) {
    for (int i = 0; i + wanted.length <= heard.length; i++) {
      int same = 0;
      while (same < wanted.length && heard[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
