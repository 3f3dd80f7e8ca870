package dev.tocsin.notify.ntfy;

import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import org.jspecify.annotations.Nullable;

/** ntfy gives a message's id back. */
final class NtfyDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    String id = answer.json().path("id").asText("");
    return id.isEmpty() ? null : id;
  }
}
