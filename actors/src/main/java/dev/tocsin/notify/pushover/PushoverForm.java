package dev.tocsin.notify.pushover;

import dev.tocsin.notify.Message;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A message as the fields of a form. It is plain text to Pushover, so nothing is escaped. */
final class PushoverForm {
  private static final int LONGEST_MESSAGE = 1_024;
  private static final int LONGEST_TITLE = 250;
  private static final int LONGEST_URL = 512;

  private PushoverForm() {}

  static String of(Message message, String user, String token) {
    Wording wording = Wording.of(message);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("token", token);
    fields.put("user", user);
    fields.put("title", Shortened.to(wording.headline(), LONGEST_TITLE));
    fields.put("message", wording.text(LONGEST_MESSAGE));
    fields.put("priority", priority(Tone.of(message)));
    wording.links().stream()
        .filter(link -> link.target().toString().length() <= LONGEST_URL)
        .findFirst()
        .ifPresent(
            link -> {
              fields.put("url", link.target().toString());
              fields.put("url_title", link.label());
            });
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /**
   * High breaks through quiet hours. There is one above, which rings until somebody acknowledges in
   * Pushover; but Tocsin would not hear of that, and climbs by itself.
   */
  private static String priority(Tone tone) {
    return switch (tone) {
      case ALARM -> "1";
      case WARNING, NEWS -> "0";
      case RELIEF -> "-1";
    };
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
