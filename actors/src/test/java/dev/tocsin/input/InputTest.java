package dev.tocsin.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a field is taken or named as a fault: nothing is dropped. */
class InputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private enum Colour {
    RED,
    DARK_BLUE
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "11",
        "-1",
        "2147483648",
        "4294967298",
        "-4294967294",
        "9223372036854775808",
        "100000000000000000000000000000001",
        "2.0",
        "1e1",
        "\"2\"",
        "true",
        "[2]",
        "{}"
      })
  void anIntegerThatIsNoneOrOutOfBoundsIsAFault(String value) {
    assertThat(faults(value, input -> input.integer("a", 1, 10))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "{}", "true", "\"\"", "\"     \"", "\"abcdef\""})
  void aTextThatIsNoneOrTooLongIsAFault(String value) {
    assertThat(faults(value, input -> input.text("a", 5))).containsExactly("a");
    assertThat(faults(value, input -> input.optionalText("a", 5))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "{}", "true", "\"abcdef\""})
  void aVerbatimTextThatIsNoneOrTooLongIsAFault(String value) {
    assertThat(faults(value, input -> input.verbatim("a", 5))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "\"true\"", "[]", "{}"})
  void whatIsNeitherTrueNorFalseIsAFault(String value) {
    assertThat(faults(value, input -> input.bool("a"))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"30", "\"30\"", "\"30 s\"", "\"1s\"", "\"2h\"", "\"9999999999d\"", "[]", "{}"})
  void aDurationThatIsNoneOrOutOfBoundsIsAFault(String value) {
    assertThat(
            faults(value, input -> input.duration("a", Duration.ofSeconds(5), Duration.ofHours(1))))
        .containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"RED\"", "\"green\"", "\"dark blue\"", "true", "[\"red\"]", "{}"})
  void aChoiceThatIsNotOfferedIsAFault(String value) {
    assertThat(faults(value, input -> input.choice("a", Colour.class))).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"\"", "true", "[]"})
  void whatIsNoObjectIsAFault(String value) {
    assertThat(faults(value, input -> input.object("a"))).containsExactly("a");
  }

  @Test
  void aListThatIsNoneOrTooLongIsAFaultAndSoIsEachElementAtItsPlace() {
    Consumer<Input> read =
        input -> input.list("a", 3, "a text", node -> node.isTextual() ? node.asText() : null);
    for (String value : List.of("1", "\"\"", "true", "{}", "[\"\", \"\", \"\", \"\"]")) {
      assertThat(faults(value, read)).describedAs(value).containsExactly("a");
    }
    assertThat(faults("[\"\", 1, null]", read)).containsExactly("a[1]", "a[2]");
  }

  @Test
  void aListOfObjectsThatIsNoneOrTooLongIsAFaultAndSoIsEachThatIsNoObjectAtItsPlace() {
    Consumer<Input> read =
        input -> input.objects("a", 2).forEach(element -> element.integer("b", 1, 2));
    for (String value : List.of("1", "\"\"", "true", "{}", "[{}, {}, {}]")) {
      assertThat(faults(value, read)).describedAs(value).containsExactly("a");
    }
    assertThat(faults("[1, {\"b\": 3}]", read)).containsExactly("a[0]", "a[1].b");
    assertThat(faults("[{\"b\": 1}, {\"typo\": 1}]", read)).containsExactly("a[1].typo");
  }

  @Test
  void aFieldThatNobodyReadIsAFaultAtAnyDepth() {
    assertThat(
            faults(
                "{\"known\": 1, \"typo\": null, \"deep\": {\"tipo\": 2}}",
                input ->
                    input
                        .object("a")
                        .ifPresent(
                            child -> {
                              child.integer("known", 1, 1);
                              child.object("deep");
                            })))
        .containsExactlyInAnyOrder("a.typo", "a.deep.tipo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000a\"",
        "\"a\\ud800\"",
        "\"\\udc00\\ud800\"",
      })
  void aTextThatNotEveryStoreKeepsIsAFaultWhoeverReadsIt(String value) {
    List<Consumer<Input>> readers =
        List.of(
            input -> input.text("a", 5),
            input -> input.optionalText("a", 5),
            input -> input.verbatim("a", 5),
            input -> input.node("a"));
    for (Consumer<Input> read : readers) {
      assertThat(faults(value, read)).containsExactly("a");
    }
    assertThat(faults("[\"x\", " + value + "]", input -> input.list("a", 3, "b", it -> null)))
        .containsExactly("a[1]", "a[0]");
    assertThat(faults("{\"b\": {\"c\": " + value + "}}", input -> input.node("a")))
        .containsExactly("a.b.c");
  }

  @Test
  void saysWhichCharacterIsWrong() {
    assertThat(messages("\"\\u0000\"", input -> input.text("a", 5)))
        .containsExactly("It must not have the character U+0000.");
    assertThat(messages("\"\\ud800\"", input -> input.text("a", 5)))
        .containsExactly("It must be valid Unicode text.");
  }

  @Test
  void theNameOfAFieldIsShownSoThatItCanBeWritten() {
    assertThat(faults("{\"b\\ud800\\u0000\": 1}", input -> input.object("a")))
        .containsExactly("a.b\ufffd\ufffd");
  }

  @Test
  void pairsOfSurrogatesAreCharacters() {
    Input input = Input.of(parse("{\"a\": \"\\ud83d\\ude00\"}"));
    assertThat(input.text("a", 5)).isEqualTo("\ud83d\ude00");
    input.finish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u200b", " \u200b\ufeff", "\u00ad", "\u3164", "\u2800", "\u0301", "\u00a0"})
  void aTextOfWhichNothingCanBeSeenIsEmpty(String text) {
    assertThat(messages("\"" + text + "\"", input -> input.text("a", 5)))
        .singleElement()
        .asString()
        .contains("empty");
  }

  @Test
  void aFieldHasOneFaultAtMost() {
    assertThat(
            messages(
                "\"abcdef\"",
                input -> {
                  input.text("a", 5);
                  input.missing("a", "a text");
                  input.check(false, "a", "It is missing.");
                }))
        .containsExactly("It must have 1 to 5 characters.");
  }

  @Test
  void isCutWithoutBreakingAPair() {
    assertThat(Texts.cut("ab\ud83d\ude00", 3)).isEqualTo("ab");
    assertThat(Texts.cut("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00");
    assertThat(Texts.cut("ab", 3)).isEqualTo("ab");
  }

  private static List<String> faults(String value, Consumer<Input> read) {
    return errors(value, read).stream().map(FieldError::field).toList();
  }

  private static List<String> messages(String value, Consumer<Input> read) {
    return errors(value, read).stream().map(FieldError::message).toList();
  }

  private static List<FieldError> errors(String value, Consumer<Input> read) {
    InvalidInputException invalid =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> {
              Input input = Input.of(parse("{\"a\": " + value + "}"));
              read.accept(input);
              input.finish();
            });
    assertThat(invalid).describedAs("what is said of %s", value).isNotNull();
    return invalid.errors();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException defect) {
      throw new AssertionError(defect);
    }
  }
}
