package dev.tocsin.http.callback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.StoreUnavailableException;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
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

  private final ActorSystem<?> system;
  private final TelegramAnswers answers;

  public TelegramDoor(ActorSystem<?> system, TelegramAnswers answers) {
    this.system = system;
    this.answers = answers;
  }

  @Override
  public boolean owns(String path) {
    return path.equals(TelegramWebhooks.PATH);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Optional<Bot> bot = answers.bot(request.getHeader(SECRET).map(HttpHeader::value).orElse(""));
    if (!request.method().equals(HttpMethods.POST)) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          Problem.of(405, "Method not allowed", "Use POST.").with("Allow", "POST").response());
    }
    if (bot.isEmpty()) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          Problem.forbidden("The secret token is not that of a bot of this installation.")
              .response());
    }
    return request
        .entity()
        .withSizeLimit(LARGEST)
        .toStrict(BODY_MILLIS, system)
        .thenCompose(body -> told(bot.get(), body.getData().utf8String()))
        .exceptionally(TelegramDoor::failed);
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

  /** Telegram tells it again. */
  private static HttpResponse failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreUnavailableException) {
      return Problem.unavailable().response();
    }
    throw new CompletionException(cause);
  }
}
