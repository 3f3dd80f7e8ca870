package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.telegram.TelegramButton.Claim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * A chat, group or channel of Telegram, by a bot. Where Telegram can call back, the message of an
 * alert has buttons; where it should and cannot, the message says why.
 */
public final class TelegramKind implements ChannelKind {
  public static final String TYPE = "telegram";
  public static final String CHAT_ID = "chatId";
  static final String TOKEN = "token";

  private static final int LONGEST_FAULT = 300;
  private static final Pattern TOKEN_FORM = Pattern.compile("[A-Za-z0-9:_-]*");
  private static final Pattern CHAT = Pattern.compile("-?\\d{1,20}|@\\w{1,64}");

  private final Service service;
  private final ServiceFields fields;
  private final TelegramWebhooks webhooks;

  public TelegramKind(Services services, TelegramWebhooks webhooks) {
    this.service = services.named(label(), new TelegramDialect());
    this.fields = services.fields();
    this.webhooks = webhooks;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String label() {
    return "Telegram";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    String token = ServiceFields.token(input, TOKEN, "the token of a bot, as @BotFather gives it");
    // it becomes a part of an address
    input.check(
        TOKEN_FORM.matcher(token).matches(), TOKEN, "It must be the token that @BotFather gave.");
    settings.put(TOKEN, token);
    settings.put(CHAT_ID, chat(input));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  /** A number in JSON too: Telegram gives it as one. */
  private static String chat(Input input) {
    String form = "the id of a chat, as \"-1001234567890\", or the name of a channel, as \"@ops\"";
    JsonNode node = input.node(CHAT_ID);
    if (node.isNull()) {
      input.missing(CHAT_ID, form);
      return "";
    }
    String chat = node.isIntegralNumber() ? node.asText() : node.asText("").strip();
    input.check(CHAT.matcher(chat).matches(), CHAT_ID, "It must be " + form + ".");
    return chat;
  }

  @Override
  public Set<String> secrets() {
    return Set.of(TOKEN);
  }

  @Override
  public String place(Endpoint endpoint) {
    String chat = endpoint.setting(CHAT_ID);
    return chat.startsWith("@") ? chat : "chat " + chat;
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  /** A test finds out whether buttons would do anything. */
  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return message.kind() == Message.Kind.TEST && webhooks.arePossible()
        ? webhooks
            .ready(endpoint, true)
            .thenCompose(fault -> post(endpoint, message, body(endpoint, message, fault)))
        : post(endpoint, message, body(endpoint, message, Optional.empty()));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    boolean isAnswerable =
        message.kind() == Message.Kind.TRIGGERED && message.notices().size() == 1;
    if (!isAnswerable || !webhooks.arePossible()) {
      return send(endpoint, message);
    }
    return webhooks
        .ready(endpoint, false)
        .thenCompose(
            fault -> {
              ObjectNode body = body(endpoint, message, fault);
              if (fault.isEmpty()) {
                body.set("reply_markup", keyboard(message.notices().getFirst(), origin));
              }
              return post(endpoint, message, body);
            });
  }

  private static ObjectNode keyboard(Message.Notice notice, Origin origin) {
    return TelegramKeyboard.of(
        new Claim(TelegramButton.ACKNOWLEDGE, origin.organization(), notice.alert()),
        List.of(TelegramButton.values()),
        notice.page());
  }

  private static ObjectNode body(Endpoint endpoint, Message message, Optional<String> fault) {
    String note =
        fault
            .map(why -> Shortened.to("There are no buttons: " + why, LONGEST_FAULT) + ".")
            .orElse("");
    return TelegramBody.of(message, endpoint.setting(CHAT_ID), note);
  }

  private CompletionStage<Outcome> post(Endpoint endpoint, Message message, ObjectNode body) {
    return service.send(
        Post.json(
            TelegramBot.address(endpoint, "sendMessage"),
            Map.of(),
            body.toString(),
            Redaction.of(this, endpoint, message)));
  }
}
