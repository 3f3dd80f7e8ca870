package dev.tocsin.notify.opsgenie;

import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import org.jspecify.annotations.Nullable;

/** Opsgenie names the request, by which it can be asked what came of it. */
final class OpsgenieDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    String request = answer.json().path("requestId").asText("");
    return request.isEmpty() ? null : request;
  }
}
