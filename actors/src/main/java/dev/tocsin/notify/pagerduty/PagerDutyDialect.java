package dev.tocsin.notify.pagerduty;

import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import org.jspecify.annotations.Nullable;

/** PagerDuty names what it took by the key that it was sent. */
final class PagerDutyDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    String key = answer.json().path("dedup_key").asText("");
    return key.isEmpty() ? null : key;
  }
}
