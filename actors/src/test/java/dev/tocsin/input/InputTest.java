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

  private static List<String> faults(String value, Consumer<Input> read) {
    InvalidInputException invalid =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> {
              Input input = Input.of(parse("{\"a\": " + value + "}"));
              read.accept(input);
              input.finish();
            });
    assertThat(invalid).describedAs("what is said of %s", value).isNotNull();
    return invalid.errors().stream().map(FieldError::field).toList();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException defect) {
      throw new AssertionError(defect);
    }
  }
}
