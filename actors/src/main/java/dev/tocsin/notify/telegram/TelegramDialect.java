package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Dialect;
import dev.tocsin.notify.http.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Telegram says everything in its body, and what to do next in its parameters. */
final class TelegramDialect implements Dialect {
  @Override
  public @Nullable String reference(Answer.Came answer) {
    JsonNode id = answer.json().path("result").path("message_id");
    return id.isIntegralNumber() ? id.asText() : null;
  }

  @Override
  public String words(Answer.Came answer) {
    String words = Dialect.super.words(answer);
    JsonNode moved = answer.json().path("parameters").path("migrate_to_chat_id");
    if (moved.isIntegralNumber()) {
      return Wording.joined("; ", words, "the chat's id is now " + moved.asText());
    }
    return answer.status() == 404 || answer.status() == 401
        ? Wording.joined("; ", words, "the bot's token is not known there")
        : words;
  }

  @Override
  public Optional<Duration> pause(Answer.Came answer) {
    JsonNode seconds = answer.json().path("parameters").path("retry_after");
    return seconds.isNumber()
        ? Optional.of(RetryAfter.ofSeconds(seconds.doubleValue()))
        : Optional.empty();
  }
}
