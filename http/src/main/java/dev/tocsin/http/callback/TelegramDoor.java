package dev.tocsin.http.callback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.chat.TelegramAnswers;
import dev.tocsin.alert.chat.TelegramAnswers.Said;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.telegram.TelegramPress;
import dev.tocsin.notify.telegram.TelegramSecrets.Bot;
import dev.tocsin.notify.telegram.TelegramWebhooks;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What Telegram calls when somebody presses a button. What does not bear the bot's secret does
 * nothing. What is shown to who pressed stands in the answer, as Telegram takes a call of its API.
 */
public final class TelegramDoor implements RequestPipeline.Section {
  private static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";

  /** Telegram sends the message back whole. */
  private static final int LARGEST = 256 * 1024;

  private static final long BODY_MILLIS = 5_000;

  /** A button turns for some seconds; what takes longer is still done. */
  private static final long ANSWER_MILLIS = 8_000;

  private static final Said LATER =
      new Said("Tocsin has not taken it yet. Open the alert to see what becomes of it.", false);

  /** Telegram shows no more. */
  private static final int LONGEST_TEXT = 200;

  private final PostedBody posted;
  private final TelegramAnswers answers;

  public TelegramDoor(ActorSystem<?> system, TelegramAnswers answers) {
    this.posted = new PostedBody(system, LARGEST, BODY_MILLIS);
    this.answers = answers;
  }

  @Override
  public boolean owns(String path) {
    return path.equals(TelegramWebhooks.PATH);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Optional<Bot> bot = answers.bot(request.getHeader(SECRET).map(HttpHeader::value).orElse(""));
    return bot.isPresent()
        ? posted.answered(request, body -> told(bot.get(), body.utf8String()))
        : posted.refused(
            request,
            Problem.forbidden("The secret token is not that of a bot of this installation."));
  }

  /** What is none of ours is taken too: Telegram would say it again and again. */
  private CompletionStage<HttpResponse> told(Bot bot, String update) {
    TelegramPress press = TelegramPress.read(update).orElse(null);
    if (press == null) {
      return CompletableFuture.completedStage(Json.response(200, Json.object()));
    }
    return answers
        .pressed(bot, press)
        .toCompletableFuture()
        .copy()
        .completeOnTimeout(LATER, ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .thenApply(said -> Json.response(200, json(press, said)));
  }

  private static ObjectNode json(TelegramPress press, Said said) {
    return Json.object()
        .put("method", "answerCallbackQuery")
        .put("callback_query_id", press.query())
        .put("text", Shortened.to(said.text(), LONGEST_TEXT))
        .put("show_alert", !said.isDone());
  }
}
