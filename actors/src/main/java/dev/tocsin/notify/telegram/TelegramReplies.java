package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Caller;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Changes a message whose button was pressed. */
public final class TelegramReplies {
  private static final String UNCHANGED = "message is not modified";

  private final Caller caller;

  public TelegramReplies(Services services) {
    this.caller = services.caller();
  }

  /**
   * Leaves the buttons that still do something.
   *
   * @param page of the alert
   * @return why it failed, in words; empty where it is so
   */
  public CompletionStage<String> show(
      Endpoint endpoint, TelegramPress press, Collection<TelegramButton> buttons, URI page) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("chat_id", press.chat().id())
            .put("message_id", press.chat().message());
    body.set("reply_markup", TelegramKeyboard.of(press.claim(), buttons, page));
    return TelegramBot.ask(caller, endpoint, "editMessageReplyMarkup", body, "")
        .thenApply(answer -> isShown(answer) ? "" : TelegramBot.fault(answer));
  }

  private static boolean isShown(Answer answer) {
    return TelegramBot.isDone(answer)
        || answer instanceof Answer.Came came && came.body().contains(UNCHANGED);
  }
}
