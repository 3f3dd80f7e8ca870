package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Hold;
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.Via;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.http.Json;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alert as the API writes it, with the names that its ids have now. */
final class AlertJson {
  private final AlertNames names;
  private final ShownAlerts alerts;

  AlertJson(ApiParts parts) {
    this.alerts = new ShownAlerts(parts);
    this.names = new AlertNames(parts);
  }

  /** As lists and the event stream have it. */
  ObjectNode listed(AlertSight sight) {
    AlertRecord alert = sight.record();
    AlertSubject subject = subject(alert);
    ObjectNode json =
        Json.object()
            .put("id", alert.ref().alert().toString())
            .put("code", alert.ref().alert().code())
            .put("title", subject.title())
            .put("detail", subject.detail())
            .put("state", Json.name(alert.state()))
            .put("severity", Json.name(subject.severity()))
            .put("urgency", Json.name(subject.urgency()))
            .put("monitorId", monitor(subject))
            .put(
                "source", subject.source() instanceof AlertSource.ByHand(String name) ? name : null)
            .put("raisedAt", Json.time(alert.raisedAt()))
            .put("since", Json.time(alert.standing().since()))
            .put("snoozedUntil", time(alert.standing().snoozedUntil()))
            .put("escalationPolicyId", text(subject.policy()));
    Responders.Plan plan = names.plan(alert);
    json.putObject("policy").put("id", text(plan.id())).put("name", plan.policy().name());
    json.put("steps", alert.climb().number())
        .put("nextStepAt", time(alert.climb().next()))
        .set("assignee", person(alert, alert.climb().assignee()));
    json.set("held", held(alert));
    answered(json, alert);
    return json.put("stored", sight.isAllStored());
  }

  /** With all that happened to it. */
  ObjectNode whole(AlertSight sight) {
    AlertRecord alert = sight.record();
    ObjectNode json = listed(sight);
    ArrayNode notifications = json.putArray("notifications");
    alert.notifications().forEach(it -> notifications.add(notification(alert, it)));
    ArrayNode group = json.putArray("groupedAlertIds");
    alerts.grouped(alert.ref()).forEach(each -> group.add(each.ref().alert().toString()));
    ArrayNode timeline = json.putArray("timeline");
    long number = 0;
    for (AlertEvent event : alert.history()) {
      number++;
      timeline.add(event(alert, event).put("stored", number <= sight.stored()));
    }
    return json;
  }

  static AlertSubject subject(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    if (subject == null) {
      throw new IllegalStateException("An alert that was never raised is shown");
    }
    return subject;
  }

  /** Who answered last, where the alert stands so still. */
  private void answered(ObjectNode json, AlertRecord alert) {
    AlertEvent.Acknowledged acknowledged = null;
    AlertEvent.Resolved resolved = null;
    for (AlertEvent event : alert.history()) {
      switch (event) {
        case AlertEvent.Acknowledged it -> acknowledged = it;
        case AlertEvent.Resolved it -> resolved = it;
        default -> {} // what else happened answers nothing
      }
    }
    boolean isAcknowledged = alert.state() == AlertState.ACKNOWLEDGED;
    json.set(
        "acknowledgedBy",
        isAcknowledged && acknowledged != null ? author(alert, acknowledged.by()) : null);
    json.put(
        "acknowledgedAt",
        isAcknowledged && acknowledged != null ? Json.time(acknowledged.at()) : null);
    boolean isResolved = alert.state() == AlertState.RESOLVED;
    json.set("resolvedBy", isResolved && resolved != null ? author(alert, resolved.by()) : null);
    json.put("resolvedAt", isResolved && resolved != null ? Json.time(resolved.at()) : null);
  }

  private ObjectNode notification(AlertRecord alert, Notification notification) {
    OrganizationId organization = alert.ref().organization();
    ObjectNode json =
        Json.object()
            .put("id", notification.intended().id().toString())
            .put("kind", Json.name(notification.intended().kind()));
    json.set("person", person(alert, notification.intended().person()));
    ObjectNode to = json.putObject("to").put("id", notification.intended().endpoint().toString());
    AlertNames.Place place =
        names.place(organization, notification.intended().endpoint()).orElse(null);
    to.put("name", place == null ? null : place.name())
        .put("type", place == null ? null : place.type())
        .put("place", place == null ? null : place.place());
    return json.put("progress", Json.name(notification.progress()))
        .put("due", Json.time(notification.intended().due()))
        .put("attempts", notification.attempts())
        .put("at", Json.time(notification.at()))
        .put("reason", notification.reason())
        .put("arrival", notification.arrival() == null ? null : Json.name(notification.arrival()));
  }

  private ObjectNode event(AlertRecord alert, AlertEvent event) {
    return switch (event) {
      case AlertEvent.Raised it -> line(alert, it.at(), "raised", it.by());
      case AlertEvent.Climbed it -> climbed(alert, it);
      case AlertEvent.Held it -> {
        ObjectNode json = line(alert, it.at(), "held", null);
        json.set("hold", hold(alert, it.by()));
        yield json;
      }
      case AlertEvent.Released it ->
          line(alert, it.at(), "released", null).put("nextStepAt", Json.time(it.due()));
      case AlertEvent.Tried it -> tried(alert, it);
      case AlertEvent.Reported it ->
          line(alert, it.at(), "arrival", null)
              .put("notification", it.notification().toString())
              .put("arrival", Json.name(it.arrival()))
              .put("reason", it.reason());
      case AlertEvent.Acknowledged it ->
          line(alert, it.at(), "acknowledged", it.by())
              .put("via", via(it.via()))
              .put("called", called(it));
      case AlertEvent.Snoozed it ->
          line(alert, it.at(), "snoozed", it.by()).put("until", Json.time(it.until()));
      case AlertEvent.Returned it -> line(alert, it.at(), "returned", it.by());
      case AlertEvent.Reassigned it -> {
        ObjectNode json = line(alert, it.at(), "reassigned", it.by());
        json.set("to", person(alert, it.to()));
        yield json;
      }
      case AlertEvent.Noted it ->
          line(alert, it.at(), "note", it.by())
              .put("id", it.id().toString())
              .put("text", it.text());
      case AlertEvent.Resolved it ->
          line(alert, it.at(), "resolved", it.by())
              .put("via", via(it.via()))
              .put("called", called(it))
              .put("remindAt", time(it.remindAt()));
      case AlertEvent.Ended it -> line(alert, it.at(), "ended", null);
    };
  }

  private @Nullable ObjectNode held(AlertRecord alert) {
    Hold hold = alert.climb().hold();
    return hold == null || !alert.isHeld() ? null : hold(alert, hold);
  }

  private ObjectNode hold(AlertRecord alert, Hold hold) {
    OrganizationId organization = alert.ref().organization();
    return switch (hold) {
      case Hold.ForMaintenance(UUID id, Instant until) ->
          Json.object()
              .put("by", "maintenance")
              .put("id", id.toString())
              .put("name", names.maintenance(organization, id).orElse(null))
              .put("until", Json.time(until));
      case Hold.ForParent(MonitorId parent) ->
          Json.object()
              .put("by", "dependency")
              .put("id", parent.toString())
              .put(
                  "name",
                  names
                      .monitor(new MonitorRef(organization, parent))
                      .map(MonitorConfig::name)
                      .orElse(null))
              .put("until", (String) null);
      case Hold.ForGroup(AlertId leader) ->
          Json.object()
              .put("by", "group")
              .put("id", leader.toString())
              .put("name", leader.code())
              .put("until", (String) null);
    };
  }

  private ObjectNode climbed(AlertRecord alert, AlertEvent.Climbed climbed) {
    ObjectNode json =
        line(alert, climbed.at(), "step", climbed.by())
            .put("number", climbed.rung().number())
            .put("round", climbed.rung().round() + 1)
            .put("step", climbed.rung().step() + 1)
            .put("nextStepAt", time(climbed.after().next()))
            .put("called", called(climbed));
    ArrayNode told = json.putArray("notifications");
    climbed.messages().forEach(message -> told.add(message.id().toString()));
    ArrayNode missed = json.putArray("missed");
    for (Missed each : climbed.missed()) {
      missed.add(
          Json.object()
              .put("type", Json.name(each.type()))
              .put("id", each.id().toString())
              .put(
                  "name",
                  names.target(alert.ref().organization(), each.type(), each.id()).orElse(null))
              .put("why", Json.name(each.why())));
    }
    return json;
  }

  private ObjectNode tried(AlertRecord alert, AlertEvent.Tried tried) {
    return line(alert, tried.at(), "delivery", null)
        .put("notification", tried.notification().toString())
        .put("attempt", tried.attempt())
        .put(
            "outcome",
            switch (tried.outcome()) {
              case Outcome.Delivered delivered -> "delivered";
              case Outcome.Retry retry -> "retry";
              case Outcome.Permanent permanent -> "permanent";
            })
        .put(
            "reason",
            switch (tried.outcome()) {
              case Outcome.Delivered delivered -> null;
              case Outcome.Retry(String reason, var after, var wide) -> reason;
              case Outcome.Permanent(String reason, var wide) -> reason;
            })
        .put("again", time(tried.again()));
  }

  private ObjectNode line(AlertRecord alert, Instant at, String type, @Nullable Author by) {
    ObjectNode json = Json.object().put("at", Json.time(at)).put("type", type);
    json.set("by", author(alert, by));
    return json;
  }

  private @Nullable ObjectNode author(AlertRecord alert, @Nullable Author by) {
    return by == null
        ? null
        : Json.object()
            .put("kind", Json.name(by.kind()))
            .put("id", by.id().toString())
            .put("name", names.author(alert.ref().organization(), by).orElse(null));
  }

  private @Nullable ObjectNode person(AlertRecord alert, @Nullable UserId user) {
    return user == null
        ? null
        : Json.object()
            .put("id", user.toString())
            .put("name", names.person(alert.ref().organization(), user).orElse(null));
  }

  private static @Nullable String monitor(AlertSubject subject) {
    return subject.source() instanceof AlertSource.OfMonitor(var monitor)
        ? monitor.toString()
        : null;
  }

  private static @Nullable String called(AlertEvent event) {
    Answer answer = event.answer();
    return answer == null ? null : answer.who();
  }

  private static @Nullable String via(@Nullable Via via) {
    return via == null ? null : Json.name(via);
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Json.time(at);
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }
}
