package dev.tocsin.notify.gotify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.util.stream.Collectors;

/** A message as Gotify's plain text; the page opens when the notification is touched. */
final class GotifyBody {
  private static final int LONGEST_TEXT = 8_000;

  private GotifyBody() {}

  static ObjectNode of(Message message) {
    Wording wording = Wording.of(message);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("title", wording.headline());
    body.put("message", Wording.joined("\n\n", wording.text(LONGEST_TEXT), links(wording)));
    body.put("priority", priority(Tone.of(message)));
    ObjectNode extras = body.putObject("extras");
    extras.putObject("client::display").put("contentType", "text/plain");
    extras
        .putObject("client::notification")
        .putObject("click")
        .put("url", wording.page().target().toString());
    return body;
  }

  private static String links(Wording wording) {
    return wording.links().stream()
        .map(link -> link.label() + ": " + link.target())
        .collect(Collectors.joining("\n"));
  }

  /** From 8 on a telephone rings, from 4 on it makes a sound. */
  private static int priority(Tone tone) {
    return switch (tone) {
      case ALARM -> 8;
      case WARNING -> 6;
      case NEWS -> 5;
      case RELIEF -> 4;
    };
  }
}
