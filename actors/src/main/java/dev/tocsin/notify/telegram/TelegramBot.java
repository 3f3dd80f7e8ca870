package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.mail.OneLine;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Caller;
import dev.tocsin.notify.http.Post;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a place's bot is asked beside messages. */
final class TelegramBot {
  private static final String USUAL_BASE = "https://api.telegram.org";
  private static final TelegramDialect DIALECT = new TelegramDialect();

  private TelegramBot() {}

  static URI address(Endpoint endpoint, String method) {
    return URI.create(
        endpoint.optional("baseUrl").orElse(USUAL_BASE)
            + "/bot"
            + endpoint.setting(TelegramKind.TOKEN)
            + "/"
            + method);
  }

  /**
   * @param secret that is in the body; empty where none is
   */
  static CompletionStage<Answer> ask(
      Caller caller, Endpoint endpoint, String method, JsonNode body, String secret) {
    Redaction redaction = Redaction.of(endpoint.setting(TelegramKind.TOKEN));
    return caller.post(
        Post.json(
            address(endpoint, method),
            Map.of(),
            body.toString(),
            secret.isEmpty() ? redaction : redaction.and(secret)));
  }

  static boolean isDone(Answer answer) {
    return answer instanceof Answer.Came came
        && came.status() == 200
        && came.json().path("ok").asBoolean();
  }

  /** "Telegram answered 400: bad webhook". */
  static String fault(Answer answer) {
    return switch (answer) {
      case Answer.None(String why) -> OneLine.quoted(why);
      case Answer.Came came -> {
        String words = OneLine.quoted(DIALECT.words(came));
        String status = "Telegram answered " + came.status();
        yield words.isEmpty() ? status : status + ": " + words;
      }
    };
  }
}
