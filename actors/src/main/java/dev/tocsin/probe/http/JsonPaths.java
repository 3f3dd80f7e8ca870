package dev.tocsin.probe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import dev.tocsin.probe.http.HttpSpec.JsonPathRule;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSONPath on answers of strangers by expressions of strangers: regular expressions are not taken,
 * and an evaluation has a bound on its steps and on its time.
 */
final class JsonPaths {
  static final int LONGEST = 256;

  private static final int LONGEST_QUOTE = 100;

  /** A body of brackets alone would take a hundred times its size in memory. */
  private static final int MOST_TOKENS = 1_000_000;

  /** The library writes down the path of each part that it visits. */
  private static final int DEEPEST = 200;

  private static final int LONGEST_NAME = 1_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MOST_TOKENS)
                          .maxNestingDepth(DEEPEST)
                          .maxNameLength(LONGEST_NAME)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonPaths() {}

  /** What is wrong with an expression; empty where it can be evaluated. */
  static Optional<String> fault(String path) {
    if (!path.startsWith("$")) {
      return Optional.of("It must be a JSONPath expression that begins with $.");
    }
    if (path.contains("=~")) {
      return Optional.of("Regular expressions are not taken in a JSONPath expression.");
    }
    try {
      JsonPath.compile(path);
      return Optional.empty();
    } catch (JsonPathException | IllegalArgumentException | StackOverflowError wrong) {
      return Optional.of("It must be a valid JSONPath expression, such as $.status.");
    }
  }

  /**
   * @return what is wrong with the body, one sentence; empty where the rule holds
   */
  static Optional<String> judge(JsonPathRule rule, String body) {
    JsonNode document;
    try {
      document = JSON.readTree(body);
    } catch (StreamConstraintsException tooLarge) {
      return Optional.of("The body is too large or too deep for JSONPath");
    } catch (JsonProcessingException notJson) {
      return Optional.of("The body is not JSON, so JSONPath " + rule.path() + " finds nothing");
    }
    if (document == null || document.isMissingNode()) {
      return Optional.of("The body is empty, so JSONPath " + rule.path() + " finds nothing");
    }
    try {
      JsonPath path = JsonPath.compile(rule.path());
      Object found = path.read(document, configuration());
      // functions such as length() answer plain values
      JsonNode node = found instanceof JsonNode json ? json : JSON.valueToTree(found);
      return judge(rule, node, path.isDefinite() || !node.isArray());
    } catch (PathNotFoundException notFound) {
      return none(rule);
    } catch (MeteredJson.TooMuchWork tooMuch) {
      return Optional.of(
          "JSONPath " + rule.path() + " needs too many steps for this body; make it more exact");
    } catch (JsonPathException | StackOverflowError wrong) {
      return Optional.of("JSONPath " + rule.path() + " cannot be evaluated for this body");
    }
  }

  private static Configuration configuration() {
    MeteredJson json = new MeteredJson();
    return Configuration.builder().jsonProvider(json).mappingProvider(json.mapping()).build();
  }

  private static Optional<String> judge(JsonPathRule rule, JsonNode found, boolean definite) {
    @Nullable String wanted = rule.equals();
    if (!definite && found.isEmpty()) {
      return none(rule);
    }
    if (wanted == null || isEqual(found, wanted)) {
      return Optional.empty();
    }
    if (!definite) {
      for (JsonNode one : found) {
        if (isEqual(one, wanted)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(
        "JSONPath %s is %s, expected %s".formatted(rule.path(), shown(found), quote(wanted)));
  }

  private static Optional<String> none(JsonPathRule rule) {
    return Optional.of("JSONPath " + rule.path() + " finds nothing in the body");
  }

  private static boolean isEqual(JsonNode found, String wanted) {
    if (found.isTextual()) {
      return found.textValue().equals(wanted);
    }
    if (found.isValueNode() && found.toString().equals(wanted)) {
      return true;
    }
    try {
      JsonNode other = JSON.readTree(wanted);
      return found.isNumber() && other.isNumber()
          ? found.decimalValue().compareTo(other.decimalValue()) == 0
          : found.equals(other);
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  /** As much of a value as is shown: all of it may be far larger than the body. */
  private static String shown(JsonNode node) {
    if (node.isTextual()) {
      return quote(node.textValue());
    }
    FirstCharacters text = new FirstCharacters(LONGEST_QUOTE + 1);
    try {
      JSON.writeValue(text, node);
    } catch (IOException enough) {
      // the writer says so when it is full
    }
    return quote(text.toString());
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
