package dev.tocsin.notify.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Wording;
import java.util.List;
import java.util.Optional;

/**
 * A button that somebody pressed, as Slack tells it; nothing of it is certain before its signature
 * is checked.
 *
 * @param token that the button bore
 * @param who pressed it, as Slack calls them, in one line
 * @param replies where an answer can be posted; empty where Slack names no such place
 */
public record SlackPress(SlackButton button, String token, String who, String replies) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_NAME = 80;

  /** Empty where it tells of anything else. */
  public static Optional<SlackPress> read(String payload) {
    JsonNode told;
    try {
      told = JSON.readTree(payload);
    } catch (JsonProcessingException other) {
      return Optional.empty();
    }
    if (!told.path("type").asText().equals("block_actions")) {
      return Optional.empty();
    }
    JsonNode action = told.path("actions").path(0);
    return SlackButton.of(action.path("action_id").asText())
        .map(
            button ->
                new SlackPress(
                    button,
                    action.path("value").asText(),
                    who(told.path("user")),
                    told.path("response_url").asText()));
  }

  private static String who(JsonNode user) {
    for (String field : List.of("name", "username", "id")) {
      String name = Wording.line(user.path(field).asText());
      if (!name.isBlank()) {
        return Shortened.to(name, LONGEST_NAME);
      }
    }
    return "somebody";
  }

  /** Who has the address can write where the message is. */
  @Override
  public String toString() {
    return "SlackPress[" + button + "]";
  }
}
