package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.http.HttpSpec.JsonPathRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathsTest {
  private static final String BODY =
      """
      {"status": "ok", "version": 3, "load": 0.50, "ready": true, "error": null,
       "parts": [{"name": "db", "state": "ok"}, {"name": "mail", "state": "slow"}],
       "limits": {"a": 1, "b": [1, 2]}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.status|ok",
        "$.status|",
        "$.version|3",
        "$.version|3.0",
        "$.load|0.5",
        "$.ready|true",
        "$.error|null",
        "$.error|",
        "$.parts[0].name|db",
        "$.parts[-1].state|slow",
        "$.parts[*].state|slow",
        "$..state|ok",
        "$.parts[?(@.name == 'mail')].state|slow",
        "$.parts.length()|2",
        "$.limits|{\"b\": [1, 2], \"a\": 1}",
        "$.limits.b|[1,2]",
        "$.parts[*].name|[\"db\",\"mail\"]"
      })
  void holds(String path, String equals) {
    assertThat(JsonPaths.judge(new JsonPathRule(path, equals), BODY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.status|up|JSONPath $.status is ok, expected up",
        "$.version|4|JSONPath $.version is 3, expected 4",
        "$.missing||JSONPath $.missing finds nothing in the body",
        "$.missing.deeper|x|JSONPath $.missing.deeper finds nothing in the body",
        "$.parts[?(@.name == 'web')]||JSONPath $.parts[?(@.name == 'web')] finds nothing in the body",
        "$.parts[9]||JSONPath $.parts[9] finds nothing in the body",
        "$.parts[*].name|web|JSONPath $.parts[*].name is [\"db\",\"mail\"], expected web"
      })
  void saysWhatIsWrong(String path, String equals, String sentence) {
    assertThat(JsonPaths.judge(new JsonPathRule(path, equals), BODY)).hasValue(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"a\": ", "{} trailing", "", "   "})
  void saysThatABodyIsNotJson(String body) {
    assertThat(JsonPaths.judge(new JsonPathRule("$.a", null), body).orElseThrow())
        .matches("The body is (not JSON|empty), so JSONPath \\$\\.a finds nothing");
  }

  @Test
  void shortensAValueThatIsLong() {
    String body = "{\"a\": \"" + "x".repeat(10_000) + "\"}";
    assertThat(JsonPaths.judge(new JsonPathRule("$.a", "y"), body).orElseThrow())
        .hasSizeLessThan(200)
        .endsWith("x..., expected y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$..*..*..*..*",
        "$..[?(@..a == 1)]..[?(@..a == 1)]",
        "$[?($..* == $..*)]",
        "$..[0:100000]..[0:100000]..[0:100000]",
        "$..*.length()",
        "$[?(@ == $)]",
        "$[?($..* contains 1)]",
        "$..*"
      })
  @Timeout(50)
  void givesUpOnAnExpressionWithoutEnd(String path) {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 20_000; i++) {
      body.append("[[{\"a\":[1,2]}]],");
    }
    body.append("0]");
    JsonPaths.judge(new JsonPathRule(path, "x"), body.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"$..*..*..*..*", "$..[?(@..a == 1)]..[?(@..a == 1)]"})
  @Timeout(50)
  void saysThatItGaveUpOnABodyAsLargeAsOneMayBe(String path) {
    String body = "[" + "[\"xxxxxxxxx\"],".repeat(300_000) + "[[0]]]" + " ".repeat(4 << 20);
    long begin = System.nanoTime();
    assertThat(JsonPaths.judge(new JsonPathRule(path, "x"), body))
        .hasValue("JSONPath " + path + " needs too many steps for this body; make it more exact");
    // it is bounded by steps, and by 10 s where those do not tell
    assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$..*", "$[?($..* == 1)]", "$[?(@ == 1)]", "$..[?(@..* contains 1)]"})
  @Timeout(50)
  void doesNotUnfoldADeepDocument(String path) {
    String name = "n".repeat(999);
    String body =
        ("{\"" + name + "\":").repeat(199) + "[" + "1,".repeat(300_000) + "1]" + "}".repeat(199);
    JsonPaths.judge(new JsonPathRule(path, "x"), body);
  }

  @Test
  @Timeout(50)
  void doesNotSearchALongTextForEachElement() {
    String body =
        "{\"long\": \"" + "x".repeat(4 << 20) + "\", \"all\": [" + "0,".repeat(100_000) + "0]}";
    assertThat(JsonPaths.judge(new JsonPathRule("$.all[?($.long contains 'needle')]", null), body))
        .hasValueSatisfying(it -> assertThat(it).contains("needs too many steps"));
  }

  @Test
  void comparesListsInAFilter() {
    String body = "[{\"name\": \"a\", \"tags\": [\"x\"]}, {\"name\": \"b\", \"tags\": [\"y\"]}]";
    assertThat(JsonPaths.judge(new JsonPathRule("$[?(@.tags contains 'y')].name", "b"), body))
        .isEmpty();
    assertThat(JsonPaths.judge(new JsonPathRule("$[?(@.name in ['a'])].tags[0]", "x"), body))
        .isEmpty();
  }

  @Test
  void refusesADocumentThatIsDeepOrOfCountlessParts() {
    for (String body : new String[] {"[".repeat(100_000), "[" + "{},".repeat(2_000_000) + "{}]"}) {
      assertThat(JsonPaths.judge(new JsonPathRule("$.a", null), body))
          .hasValue("The body is too large or too deep for JSONPath");
    }
  }
}
