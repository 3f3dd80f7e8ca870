package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.probe.http.HttpSpec.Keyword;
import dev.tocsin.probe.net.Patterns;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  private static final int LARGEST_BODY = BodyText.MOST_DECODED_BYTES;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "build [0-9]+|true",
        "Build|false",
        "(?i)Build|true",
        "^ready|false",
        "(?m)^ready$|true",
        "ready.*build|false",
        "(?s)ready|true",
        "\\bgr[üu]e?n\\b|true",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|true",
        "(\\w{8})-(\\w{4})-|true"
      })
  void findsAMatchAnywhere(String pattern, boolean found) {
    String body = "build 42\nready\ngrün 0198c0de-0000-7000-8000-00000000aaaa";
    assertThat(Patterns.fault(pattern)).isEmpty();
    assertThat(Patterns.search(pattern, body))
        .isEqualTo(found ? new Patterns.Found() : new Patterns.Missing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(a|missing closing )",
        "[a|missing closing ]",
        "*a|missing argument to repetition operator",
        "(?=a)b|invalid or unsupported Perl syntax",
        "(a)\\1|invalid escape sequence",
        "a{1001}|invalid repeat count"
      })
  void saysWhatIsWrongWithAPattern(String pattern, String why) {
    assertThat(refusal(pattern))
        .isEqualTo(
            "It must be a regular expression as RE2 reads it, without look-around and back"
                + " references: "
                + why
                + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "((a{100}){100}){100}",
        "((((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000})",
        "(((((((((((a?){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}",
        "(x{1,999}){1,999}"
      })
  @Timeout(10)
  void refusesAPatternThatGrowsTooLarge(String pattern) {
    assertThat(refusal(pattern))
        .isEqualTo(
            "It is too large a regular expression: counts in braces multiply; make them smaller.");
  }

  @Test
  void refusesAPatternThatIsDeepOrLong() {
    assertThat(refusal("(".repeat(255) + "a" + ")".repeat(255)))
        .startsWith("It is too large a regular expression");
    assertThat(refusal("a".repeat(513))).isEqualTo("It must have at most 512 characters.");
    assertThat(refusal("")).isEqualTo("It must have 1 to 512 characters.");
  }

  @Test
  void takesEitherATextOrAPattern() {
    assertThat(faults("{\"text\": \"a\", \"pattern\": \"b\"}"))
        .isEqualTo("It must not stand beside text; keep one of the two.");
    assertThat(faults("{\"absent\": true}"))
        .contains("a text of 1 to 1024 characters, or in its place a pattern");
  }

  /** Each takes hours or a minute on a body of this size where nothing bounds it. */
  @ParameterizedTest
  @ValueSource(strings = {"(x+x+)+y", "(.*x){20}y", "(.*x){90}y", "x*x*x*x*x*x*x*x*x*x*y"})
  void searchesALargeBodyWithinABound(String evil) {
    assertThat(Patterns.fault(evil)).isEmpty();
    String body = "x".repeat(LARGEST_BODY);
    long begin = System.nanoTime();
    Optional<String> fault =
        Keywords.fault(new Keyword(null, evil, false), new BodyText(body, false, null));
    // up to 0.8 s where nothing else runs
    assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    assertThat(fault.orElseThrow())
        .matches(
            "The body is too large for the pattern \".*\": nothing matches in its first \\d+"
                + " characters, and a pattern of this size is searched for no further");
    assertThat(Keywords.fault(new Keyword(null, evil, true), new BodyText(body, false, null)))
        .isEqualTo(fault);
  }

  @Test
  void saysWhatItFound() {
    BodyText body = new BodyText("release 7", false, null);
    assertThat(Keywords.fault(new Keyword(null, "[0-9]", false), body)).isEmpty();
    assertThat(Keywords.fault(new Keyword(null, "[0-9]", true), body))
        .hasValue("The pattern \"[0-9]\" matches in the body");
    assertThat(Keywords.fault(new Keyword(null, "[A-Z]", false), body))
        .hasValue("The pattern \"[A-Z]\" matches nothing in the body");
    assertThat(Keywords.fault(new Keyword(null, "[A-Z]", true), body)).isEmpty();
    assertThat(Keywords.fault(new Keyword(null, "[A-Z]", false), new BodyText("a", true, null)))
        .hasValue(
            "The pattern \"[A-Z]\" matches nothing in the body, of which only the beginning was"
                + " read");
  }

  private static String refusal(String pattern) {
    return faults("{\"pattern\": \"" + pattern.replace("\\", "\\\\") + "\"}");
  }

  private static String faults(String keyword) {
    try {
      JsonNode http =
          new ObjectMapper().readTree("{\"url\": \"http://a\", \"keyword\": " + keyword + "}");
      Input input = Input.of(http);
      HttpSpecs.read(input);
      return catchThrowableOfType(InvalidInputException.class, input::finish)
          .errors()
          .getFirst()
          .message();
    } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
