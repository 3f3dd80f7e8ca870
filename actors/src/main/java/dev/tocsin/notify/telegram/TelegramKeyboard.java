package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.telegram.TelegramButton.Claim;
import java.net.URI;
import java.util.Collection;

/** The buttons under the message of one alert. */
final class TelegramKeyboard {
  private TelegramKeyboard() {}

  /**
   * @param claim of any of the buttons
   * @param page of the alert
   */
  static ObjectNode of(Claim claim, Collection<TelegramButton> buttons, URI page) {
    ObjectNode keyboard = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = keyboard.putArray("inline_keyboard");
    if (!buttons.isEmpty()) {
      ArrayNode row = rows.addArray();
      for (TelegramButton each : buttons) {
        row.addObject().put("text", each.label()).put("callback_data", claim.of(each).data());
      }
    }
    rows.addArray().addObject().put("text", "Open the alert").put("url", page.toString());
    return keyboard;
  }
}
