package dev.tocsin.notify.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.notify.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service's answers say beyond their status. */
public interface Dialect {
  /** Says it as most do. */
  Dialect USUAL = new Dialect() {};

  /** The service's name for a message that it took; null where it gives none. */
  default @Nullable String reference(Answer.Came answer) {
    return null;
  }

  /** What is wrong in the service's words; empty where it says nothing. */
  default String words(Answer.Came answer) {
    JsonNode body = answer.json();
    if (!body.isObject()) {
      boolean isPage = answer.body().stripLeading().startsWith("<");
      return isPage ? "" : answer.body();
    }
    List<String> words = new ArrayList<>();
    for (String field : List.of("message", "description", "errorDescription", "error", "detail")) {
      if (words.isEmpty() && body.path(field).isTextual()) {
        words.add(body.path(field).textValue());
      }
    }
    for (JsonNode error : body.path("errors")) {
      words.add(error.isTextual() ? error.textValue() : error.toString());
    }
    return words.isEmpty() ? answer.body() : String.join(": ", words);
  }

  /** How long to wait where the service says so in a way of its own. */
  default Optional<Duration> pause(Answer.Came answer) {
    return Optional.empty();
  }

  /** Where the status alone would mislead. */
  default Optional<Outcome> overruled(Answer.Came answer) {
    return Optional.empty();
  }
}
