package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** A chat, group or channel of Telegram, by a bot. */
public final class TelegramKind implements ChannelKind {
  private static final String USUAL_BASE = "https://api.telegram.org";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9:_-]*");
  private static final Pattern CHAT = Pattern.compile("-?\\d{1,20}|@\\w{1,64}");

  private final Service service;
  private final ServiceFields fields;

  public TelegramKind(Services services) {
    this.service = services.named(label(), new TelegramDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "telegram";
  }

  @Override
  public String label() {
    return "Telegram";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    String token =
        ServiceFields.token(input, "token", "the token of a bot, as @BotFather gives it");
    // it becomes a part of an address
    input.check(
        TOKEN.matcher(token).matches(), "token", "It must be the token that @BotFather gave.");
    settings.put("token", token);
    settings.put("chatId", chat(input));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  /** A number in JSON too: Telegram gives it as one. */
  private static String chat(Input input) {
    String form = "the id of a chat, as \"-1001234567890\", or the name of a channel, as \"@ops\"";
    JsonNode node = input.node("chatId");
    if (node.isNull()) {
      input.missing("chatId", form);
      return "";
    }
    String chat = node.isIntegralNumber() ? node.asText() : node.asText("").strip();
    input.check(CHAT.matcher(chat).matches(), "chatId", "It must be " + form + ".");
    return chat;
  }

  @Override
  public Set<String> secrets() {
    return Set.of("token");
  }

  @Override
  public String place(Endpoint endpoint) {
    String chat = endpoint.setting("chatId");
    return chat.startsWith("@") ? chat : "chat " + chat;
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    String base = endpoint.optional("baseUrl").orElse(USUAL_BASE);
    return service.send(
        Post.json(
            URI.create(base + "/bot" + endpoint.setting("token") + "/sendMessage"),
            Map.of(),
            TelegramBody.of(message, endpoint.setting("chatId")).toString(),
            Redaction.of(this, endpoint, message)));
  }
}
