package dev.tocsin.notify.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Wording;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of a message; every attempt has the same. Described in the guide: add, never change. */
final class WebhookBody {
  private WebhookBody() {}

  static String of(Message message) {
    Wording wording = Wording.of(message);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", message.id().toString());
    body.put("type", type(message.kind()));
    body.put("organization", Wording.line(message.organization()));
    body.put("text", wording.headline());
    body.put("url", message.overview().toString());
    body.put("mayRepeat", message.mayRepeat());
    if (message.code() != null) {
      body.put("code", message.code());
    }
    ArrayNode alerts = body.putArray("alerts");
    message.notices().forEach(notice -> add(alerts.addObject(), notice));
    body.put("more", message.more());
    return body.toString();
  }

  private static String type(Message.Kind kind) {
    return switch (kind) {
      case TRIGGERED -> "alert.triggered";
      case ACKNOWLEDGED -> "alert.acknowledged";
      case RESOLVED -> "alert.resolved";
      case BUNDLE -> "alerts";
      case TEST, VERIFICATION, WARNING -> kind.name().toLowerCase(Locale.ROOT);
    };
  }

  private static void add(ObjectNode alert, Notice notice) {
    alert.put("id", notice.alert().toString());
    alert.put("state", notice.kind().name().toLowerCase(Locale.ROOT));
    alert.put("title", Wording.title(notice));
    alert.put("detail", Wording.detail(notice));
    alert.put("severity", notice.severity().name().toLowerCase(Locale.ROOT));
    alert.put("since", notice.since().toString());
    alert.put("url", notice.page().toString());
    @Nullable URI acknowledge = notice.acknowledge();
    alert.put("acknowledgeUrl", acknowledge == null ? null : acknowledge.toString());
    @Nullable String by = notice.by();
    alert.put("by", by == null ? null : Wording.line(by));
  }
}
