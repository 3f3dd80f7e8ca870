package dev.tocsin.notify.pagerduty;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A message as events, one for each alert. The alert's id is the key by which PagerDuty knows that
 * two events are of one alert, so an event that comes twice is one.
 */
final class PagerDutyEvents {
  private PagerDutyEvents() {}

  static List<ObjectNode> of(Message message, String routingKey) {
    List<ObjectNode> events = new ArrayList<>();
    message.notices().forEach(notice -> events.add(of(message, notice, routingKey)));
    if (message.notices().isEmpty() || message.more() > 0) {
      events.add(ofNoAlert(message, routingKey));
    }
    return events;
  }

  private static ObjectNode of(Message message, Notice notice, String routingKey) {
    ObjectNode event = event(routingKey, action(notice.kind()), notice.alert().toString());
    if (event.path("event_action").asText().equals("trigger")) {
      String severity = notice.severity().name().toLowerCase(Locale.ROOT);
      ObjectNode payload = payload(event, message, Wording.headline(notice), severity);
      payload.put("timestamp", notice.since().toString());
      payload.putObject("custom_details").put("detail", Wording.detail(notice));
      event.put("client_url", notice.page().toString());
      ArrayNode links = event.putArray("links");
      links.addObject().put("href", notice.page().toString()).put("text", "Open the alert");
      if (notice.acknowledge() != null) {
        links
            .addObject()
            .put("href", notice.acknowledge().toString())
            .put("text", "Acknowledge in Tocsin");
      }
    }
    return event;
  }

  private static String action(Message.Kind kind) {
    return switch (kind) {
      case ACKNOWLEDGED -> "acknowledge";
      case RESOLVED -> "resolve";
      case TRIGGERED, BUNDLE, TEST, VERIFICATION, WARNING -> "trigger";
    };
  }

  /** What is of no alert: a test, a warning, the alerts that a bundle only counts. */
  private static ObjectNode ofNoAlert(Message message, String routingKey) {
    Wording wording = Wording.of(message);
    boolean isTest =
        message.kind() == Message.Kind.TEST || message.kind() == Message.Kind.VERIFICATION;
    ObjectNode event = event(routingKey, "trigger", message.id().toString());
    payload(event, message, wording.headline(), isTest ? "info" : "warning")
        .putObject("custom_details")
        .put("detail", wording.detail());
    event.put("client_url", message.overview().toString());
    event
        .putArray("links")
        .addObject()
        .put("href", message.overview().toString())
        .put("text", wording.page().label());
    return event;
  }

  private static ObjectNode event(String routingKey, String action, String key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("routing_key", routingKey)
        .put("event_action", action)
        .put("dedup_key", key)
        .put("client", "Tocsin");
  }

  private static ObjectNode payload(
      ObjectNode event, Message message, String summary, String severity) {
    String organization = Wording.line(message.organization());
    return event
        .putObject("payload")
        .put("summary", summary)
        .put("source", organization.isEmpty() ? "Tocsin" : organization)
        .put("severity", severity);
  }
}
