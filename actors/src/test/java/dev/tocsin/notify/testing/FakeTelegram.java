package dev.tocsin.notify.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Telegram's Bot API as it is described in public, with the people in its chats: takes messages and
 * keyboards, refuses what the service would refuse, and calls the bot's webhook where somebody
 * presses a button.
 */
public final class FakeTelegram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 4_096;
  private static final int LONGEST_DATA = 64;
  private static final int LONGEST_ANSWER = 200;

  /** A message in a chat, with the buttons that it has now. */
  public static final class Sent {
    private final String token;
    private final String chat;
    private final int id;
    private final String text;
    private volatile JsonNode keyboard;

    private Sent(String token, String chat, int id, JsonNode body) {
      this.token = token;
      this.chat = chat;
      this.id = id;
      this.text = body.path("text").asText();
      this.keyboard = body.path("reply_markup");
    }

    public String chat() {
      return chat;
    }

    public String text() {
      return text;
    }

    public List<String> buttons() {
      return keyboard.findValuesAsText("text");
    }

    private String data(String label) {
      for (JsonNode row : keyboard.path("inline_keyboard")) {
        for (JsonNode button : row) {
          if (button.path("text").asText().equals(label)) {
            return button.path("callback_data").asText();
          }
        }
      }
      throw new AssertionError("There is no button " + label + " in " + keyboard);
    }
  }

  /**
   * What became of a press.
   *
   * @param shown to who pressed; empty where nothing was
   */
  public record Pressed(int status, String shown) {}

  private record Webhook(String url, String secret) {}

  private record Refusal(int status, String description) {}

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger number = new AtomicInteger();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();
  private volatile String refusesWebhooks = "";

  public FakeTelegram() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Sent> sent(String chat) {
    return sent.stream().filter(it -> it.chat.equals(chat)).toList();
  }

  /** The methods that a bot was asked for, in their order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Somebody else's program takes what the bot is told. */
  public void belongsTo(String token, String url) {
    webhooks.put(token, new Webhook(url, ""));
  }

  /** From now on no webhook is taken, for this reason; empty for none. */
  public void refusesWebhooks(String reason) {
    refusesWebhooks = reason;
  }

  public String webhook(String token) {
    Webhook webhook = webhooks.get(token);
    return webhook == null ? "" : webhook.url();
  }

  // ---- the API

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String[] words = exchange.getRequestURI().getPath().split("/");
      String token = words[1].substring("bot".length());
      asked.add(words[2]);
      JsonNode result;
      Refusal refusal;
      synchronized (this) {
        refusal = refusal(words[2], token, body);
        result = refusal == null ? done(words[2], token, body) : JSON.nullNode();
      }
      ObjectNode answer = JSON.createObjectNode().put("ok", refusal == null);
      if (refusal == null) {
        answer.set("result", result);
      } else {
        answer.put("error_code", refusal.status()).put("description", refusal.description());
      }
      byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(refusal == null ? 200 : refusal.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode done(String method, String token, JsonNode body) {
    return switch (method) {
      case "getWebhookInfo" -> JSON.createObjectNode().put("url", webhook(token));
      case "setWebhook" -> {
        webhooks.put(
            token, new Webhook(body.path("url").asText(), body.path("secret_token").asText()));
        yield JSON.getNodeFactory().booleanNode(true);
      }
      case "sendMessage" -> {
        Sent message =
            new Sent(token, body.path("chat_id").asText(), number.incrementAndGet(), body);
        sent.add(message);
        yield JSON.createObjectNode().put("message_id", message.id);
      }
      case "editMessageReplyMarkup" -> {
        message(token, body).keyboard = body.path("reply_markup");
        yield JSON.createObjectNode().put("message_id", body.path("message_id").asInt());
      }
      default -> throw new AssertionError(method);
    };
  }

  private Refusal refusal(String method, String token, JsonNode body) {
    return switch (method) {
      case "getWebhookInfo" -> null;
      case "setWebhook" -> refusedWebhook(body);
      case "sendMessage" ->
          body.path("chat_id").asText().isEmpty()
              ? bad("chat not found")
              : body.path("text").asText().isEmpty()
                  ? bad("message text is empty")
                  : body.path("text").asText().length() > LONGEST_TEXT
                      ? bad("message is too long")
                      : refusedKeyboard(body.path("reply_markup"));
      case "editMessageReplyMarkup" -> {
        Sent message = message(token, body);
        yield message == null
            ? bad("message to edit not found")
            : message.keyboard.equals(body.path("reply_markup"))
                ? bad("message is not modified: specified new message content is the same")
                : refusedKeyboard(body.path("reply_markup"));
      }
      default -> new Refusal(404, "Not Found");
    };
  }

  private Refusal refusedWebhook(JsonNode body) {
    if (!refusesWebhooks.isEmpty()) {
      return bad("bad webhook: " + refusesWebhooks);
    }
    if (!body.path("url").asText().startsWith("https://")) {
      return bad("bad webhook: An HTTPS URL must be provided for webhook");
    }
    return body.path("secret_token").asText().matches("[A-Za-z0-9_-]{1,256}")
        ? null
        : bad("secret token contains unallowed characters");
  }

  private static Refusal refusedKeyboard(JsonNode keyboard) {
    for (JsonNode row : keyboard.path("inline_keyboard")) {
      for (JsonNode button : row) {
        if (button.path("text").asText().isEmpty()) {
          return bad("text buttons are unallowed in the inline keyboard");
        }
        if (button.has("url") == button.has("callback_data")) {
          return bad("exactly one optional field must be used");
        }
        int data = button.path("callback_data").asText().getBytes(StandardCharsets.UTF_8).length;
        if (data > LONGEST_DATA || button.has("callback_data") && data == 0) {
          return bad("BUTTON_DATA_INVALID");
        }
        if (button.has("url") && !isPublic(button.path("url").asText())) {
          return bad("Wrong HTTP URL");
        }
      }
    }
    return null;
  }

  private static boolean isPublic(String url) {
    String host = URI.create(url).getHost();
    return host != null && host.indexOf('.') > 0;
  }

  private static Refusal bad(String description) {
    return new Refusal(400, "Bad Request: " + description);
  }

  private Sent message(String token, JsonNode body) {
    return sent.stream()
        .filter(it -> it.token.equals(token))
        .filter(it -> it.chat.equals(body.path("chat_id").asText()))
        .filter(it -> it.id == body.path("message_id").asInt())
        .findFirst()
        .orElse(null);
  }

  // ---- people

  /** An update as Telegram makes it of a button that somebody presses. */
  public String update(Sent message, String label, String firstName) {
    ObjectNode update = JSON.createObjectNode().put("update_id", number.incrementAndGet());
    ObjectNode query =
        update
            .putObject("callback_query")
            .put("id", String.valueOf(4_382_000_000L + number.incrementAndGet()))
            .put("chat_instance", "-3788345");
    query.putObject("from").put("id", 7L).put("is_bot", false).put("first_name", firstName);
    ObjectNode where = query.putObject("message").put("message_id", message.id).put("date", 1);
    where.putObject("chat").put("id", Long.parseLong(message.chat)).put("type", "group");
    query.put("data", message.data(label));
    return update.toString();
  }

  /**
   * Calls the webhook, which must be registered.
   *
   * @param node where its host leads to
   */
  public Pressed tells(Sent message, String update, URI node) {
    Webhook webhook = webhooks.get(message.token);
    if (webhook == null) {
      throw new AssertionError("Nobody wants to be told of buttons");
    }
    return tells(update, node.resolve(URI.create(webhook.url()).getPath()), webhook.secret());
  }

  public Pressed tells(String update, URI address, String secret) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address)
                  .header("Content-Type", "application/json")
                  .header("X-Telegram-Bot-Api-Secret-Token", secret)
                  .POST(BodyPublishers.ofString(update))
                  .build(),
              BodyHandlers.ofString());
      return new Pressed(
          answer.statusCode(), answer.statusCode() == 200 ? shown(update, answer.body()) : "");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** An answer may be a call of the API. */
  private static String shown(String update, String body) throws IOException {
    JsonNode call = JSON.readTree(body);
    if (!call.has("method")) {
      return "";
    }
    String text = call.path("text").asText();
    boolean isRight =
        call.path("method").asText().equals("answerCallbackQuery")
            && call.path("callback_query_id").equals(JSON.readTree(update).at("/callback_query/id"))
            && text.length() <= LONGEST_ANSWER;
    if (!isRight) {
      throw new AssertionError(body);
    }
    return text;
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
