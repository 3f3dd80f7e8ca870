package dev.tocsin.notify.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a request. */
public sealed interface Answer {
  /**
   * The service answered.
   *
   * @param headers by their names in lower case; of several with one name the first
   * @param body its beginning, without secrets; empty where it broke off
   */
  record Came(int status, Map<String, String> headers, String body) implements Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Came {
      headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body; a missing node where it is no JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException other) {
        return MissingNode.getInstance();
      }
    }
  }

  /**
   * No answer came.
   *
   * @param why one sentence without secrets
   */
  record None(String why) implements Answer {}
}
