package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Wording;
import dev.tocsin.notify.telegram.TelegramButton.Claim;
import java.util.Optional;

/**
 * A button that somebody pressed, as Telegram tells it.
 *
 * @param query Telegram's name for it, by which it is answered
 * @param chat where it was pressed
 * @param who pressed it, as Telegram calls them, in one line
 */
public record TelegramPress(String query, Claim claim, Chat chat, String who) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_NAME = 80;

  /**
   * @param name of a public one, without the at sign; else empty
   * @param message in it, whose button it was
   */
  public record Chat(String id, String name, long message) {
    /**
     * @param chatId as a place has it
     */
    public boolean is(String chatId) {
      return chatId.startsWith("@")
          ? chatId.substring(1).equalsIgnoreCase(name)
          : chatId.equals(id);
    }
  }

  /** Empty where it tells of anything else. */
  public static Optional<TelegramPress> read(String update) {
    JsonNode query;
    try {
      query = JSON.readTree(update).path("callback_query");
    } catch (JsonProcessingException other) {
      return Optional.empty();
    }
    JsonNode message = query.path("message");
    JsonNode chat = message.path("chat");
    if (!chat.path("id").isIntegralNumber() || !query.path("id").isTextual()) {
      return Optional.empty();
    }
    Chat where =
        new Chat(
            chat.path("id").asText(),
            chat.path("username").asText(),
            message.path("message_id").asLong());
    return TelegramButton.read(query.path("data").asText())
        .map(
            claim ->
                new TelegramPress(
                    query.path("id").asText(), claim, where, who(query.path("from"))));
  }

  private static String who(JsonNode user) {
    String first = Wording.line(user.path("first_name").asText());
    String last = Wording.line(user.path("last_name").asText());
    String name = Wording.joined(" ", first, last);
    String known = name.isBlank() ? Wording.line(user.path("username").asText()) : name;
    return known.isBlank() ? "Somebody" : Shortened.to(known, LONGEST_NAME);
  }
}
