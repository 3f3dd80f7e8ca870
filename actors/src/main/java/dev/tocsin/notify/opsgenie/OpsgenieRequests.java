package dev.tocsin.notify.opsgenie;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Notice;
import dev.tocsin.notify.Severity;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as requests of the Alert API, one for each alert. The alert's id is its alias in
 * Opsgenie, where an alert that is created twice is one.
 */
final class OpsgenieRequests {
  private static final int LONGEST_MESSAGE = 130;
  private static final int LONGEST_DESCRIPTION = 15_000;
  private static final int LONGEST_NAME = 100;

  private OpsgenieRequests() {}

  record Request(String target, ObjectNode body) {}

  static List<Request> of(Message message) {
    List<Request> requests = new ArrayList<>();
    message.notices().forEach(notice -> requests.add(of(message, notice)));
    if (message.notices().isEmpty() || message.more() > 0) {
      requests.add(ofNoAlert(message));
    }
    return requests;
  }

  private static Request of(Message message, Notice notice) {
    return switch (notice.kind()) {
      case ACKNOWLEDGED -> change(notice, "acknowledge");
      case RESOLVED -> change(notice, "close");
      case TRIGGERED, BUNDLE, TEST, VERIFICATION, WARNING -> create(message, notice);
    };
  }

  private static Request change(Notice notice, String what) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("source", "Tocsin");
    String by = notice.by() == null ? "" : Wording.line(notice.by());
    if (!by.isEmpty()) {
      body.put("user", Shortened.to(by, LONGEST_NAME));
    }
    body.put("note", Shortened.to(Wording.headline(notice), LONGEST_DESCRIPTION));
    return new Request("/v2/alerts/" + notice.alert() + "/" + what + "?identifierType=alias", body);
  }

  private static Request create(Message message, Notice notice) {
    ObjectNode body =
        created(
            notice.alert().toString(),
            Wording.headline(notice),
            Wording.detail(notice),
            priority(notice.severity()));
    ObjectNode details = body.putObject("details");
    details.put("Organization", Wording.line(message.organization()));
    details.put("Since", Wording.time(notice.since()));
    details.put("Alert", notice.page().toString());
    if (notice.acknowledge() != null) {
      details.put("Acknowledge", notice.acknowledge().toString());
    }
    return new Request("/v2/alerts", body);
  }

  /** What is of no alert: a test, a warning, the alerts that a bundle only counts. */
  private static Request ofNoAlert(Message message) {
    Wording wording = Wording.of(message);
    boolean isTest =
        message.kind() == Message.Kind.TEST || message.kind() == Message.Kind.VERIFICATION;
    ObjectNode body =
        created(
            message.id().toString(),
            wording.headline(),
            wording.text(LONGEST_DESCRIPTION),
            isTest ? "P5" : "P3");
    body.putObject("details").put("Tocsin", message.overview().toString());
    return new Request("/v2/alerts", body);
  }

  private static ObjectNode created(
      String alias, String headline, String description, String priority) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("message", Shortened.to(headline, LONGEST_MESSAGE))
        .put("alias", alias)
        .put("description", Shortened.to(description, LONGEST_DESCRIPTION))
        .put("priority", priority)
        .put("source", "Tocsin");
  }

  private static String priority(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "P1";
      case ERROR -> "P2";
      case WARNING -> "P3";
      case INFO -> "P5";
    };
  }
}
