package dev.tocsin.notify.gotify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import org.jspecify.annotations.Nullable;

/** Gotify numbers its messages. */
final class GotifyDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    JsonNode id = answer.json().path("id");
    return id.isIntegralNumber() ? id.asText() : null;
  }
}
