package dev.tocsin.notify.pushover;

import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pushover answers 429 for two things: too fast, and the month's messages used up. */
final class PushoverDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    String request = answer.json().path("request").asText("");
    return request.isEmpty() ? null : request;
  }

  @Override
  public Optional<Outcome> overruled(Answer.Came answer) {
    boolean usedUp =
        answer.header("X-Limit-App-Remaining").filter(left -> left.strip().equals("0")).isPresent();
    return answer.status() == 429 && usedUp
        ? Optional.of(
            new Outcome.Permanent(
                "Pushover answered 429: the application's messages of this month are used up"))
        : Optional.empty();
  }
}
