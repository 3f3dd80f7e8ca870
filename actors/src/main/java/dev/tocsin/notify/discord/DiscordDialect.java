package dev.tocsin.notify.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import dev.tocsin.notify.http.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Discord says in its body, in fractions of a second, how long it wants to be left alone. */
final class DiscordDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    JsonNode id = answer.json().path("id");
    return id.isTextual() ? id.textValue() : null;
  }

  @Override
  public Optional<Duration> pause(Answer.Came answer) {
    JsonNode seconds = answer.json().path("retry_after");
    return seconds.isNumber()
        ? Optional.of(RetryAfter.ofSeconds(seconds.doubleValue()))
        : Optional.empty();
  }
}
