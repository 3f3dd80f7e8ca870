package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Notification;
import dev.tocsin.escalation.Missed;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.page.AlertView.Line;
import dev.tocsin.http.page.AlertView.Told;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in words what happened to one alert, and what became of its messages. */
final class AlertTimeline {
  private final AlertRecord alert;
  private final OrganizationId organization;
  private final AlertNames names;
  private final AlertWords words;
  private final Times times;

  AlertTimeline(AlertRecord alert, AlertNames names, Times times) {
    this.alert = alert;
    this.organization = alert.ref().organization();
    this.names = names;
    this.words = new AlertWords(names);
    this.times = times;
  }

  /** The newest first. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    alert.history().forEach(event -> lines.addFirst(line(event)));
    return lines;
  }

  private Line line(AlertEvent event) {
    return switch (event) {
      case AlertEvent.Raised it ->
          line(
              it,
              "bell",
              "down",
              it.by() == null ? "Raised" : "Raised by " + words.who(alert, it.by()),
              it.subject().detail());
      case AlertEvent.Climbed it -> climbed(it);
      case AlertEvent.Held it ->
          line(it, "clock", null, words.held(organization, it.by(), times), "");
      case AlertEvent.Released it ->
          line(it, "bell", "down", "Nothing holds it back any more", released(it));
      case AlertEvent.Tried it -> tried(it);
      case AlertEvent.Reported it -> reported(it);
      case AlertEvent.Acknowledged it -> line(it, "check", "up", words.acknowledged(alert, it), "");
      case AlertEvent.Snoozed it ->
          line(
              it,
              "clock",
              null,
              words.who(alert, it.by()) + " snoozed it until " + times.time(it.until()),
              "");
      case AlertEvent.Returned it ->
          line(it, "bell", "down", "It came back: it is told again from the first step", "");
      case AlertEvent.Reassigned it ->
          line(
              it,
              "user",
              null,
              words.who(alert, it.by()) + " handed it to " + words.person(alert, it.to()),
              "");
      case AlertEvent.Noted it ->
          line(it, "note", null, words.who(alert, it.by()) + " noted", it.text());
      case AlertEvent.Resolved it -> resolved(it);
      case AlertEvent.Ended it -> line(it, "monitors", null, "What raised it has ended", "");
    };
  }

  private String released(AlertEvent.Released released) {
    return released.due().isAfter(released.at())
        ? "It is told of at " + times.toTheSecond(released.due()) + " if it is still open then."
        : "";
  }

  private Line resolved(AlertEvent.Resolved resolved) {
    Instant remind = resolved.remindAt();
    return line(
        resolved,
        "check",
        "up",
        resolved.by() == null && resolved.via() == null
            ? "Resolved: what raised it has ended"
            : words.who(alert, resolved.by(), resolved.answer())
                + " resolved it"
                + AlertWords.by(resolved.via(), resolved.by(), resolved.answer()),
        remind == null
            ? ""
            : "It comes back on " + times.time(remind) + " if the monitor is still down then.");
  }

  private Line climbed(AlertEvent.Climbed climbed) {
    return line(
        climbed,
        "escalate",
        climbed.messages().isEmpty() ? "degraded" : "down",
        label(climbed)
            + ": "
            + who(climbed.messages())
            + (climbed.by() == null && climbed.answer() == null
                ? ""
                : ", wanted by " + words.who(alert, climbed.by(), climbed.answer())),
        missed(climbed.missed()));
  }

  static String label(AlertEvent.Climbed climbed) {
    return label(climbed.rung().step(), climbed.rung().round());
  }

  /** {@code Step 2}, {@code Step 1, round 2}; both are counted from 0. */
  static String label(int step, int round) {
    return "Step " + (step + 1) + (round == 0 ? "" : ", round " + (round + 1));
  }

  /** People once each, then channels. */
  String who(List<Intended> messages) {
    Set<String> people = new LinkedHashSet<>();
    for (Intended message : messages) {
      people.add(name(message));
    }
    return people.isEmpty() ? "nobody could be told" : String.join(", ", people);
  }

  String missed(List<Missed> missed) {
    StringBuilder all = new StringBuilder();
    for (Missed each : missed) {
      all.append(all.isEmpty() ? "" : " ").append(words.missed(organization, each));
    }
    return all.toString();
  }

  private String name(Intended message) {
    UserId person = message.person();
    return person == null
        ? names
            .place(organization, message.endpoint())
            .map(AlertNames.Place::name)
            .orElse("a channel that is gone")
        : words.person(alert, person);
  }

  private Line tried(AlertEvent.Tried tried) {
    Notification notification = alert.notification(tried.notification());
    String to =
        notification == null
            ? "A message"
            : words.place(organization, notification.intended().endpoint());
    String whom = notification == null ? "" : " for " + name(notification.intended());
    return switch (tried.outcome()) {
      case Outcome.Delivered delivered -> line(tried, "note", null, "Delivered" + whom, to);
      case Outcome.Retry(String reason, var after, var wide) ->
          line(
              tried,
              "note",
              "degraded",
              "Attempt " + tried.attempt() + whom + " failed: " + reason,
              to + again(tried.again()));
      case Outcome.Permanent(String reason, var wide) ->
          line(tried, "note", "down", "Not delivered" + whom + ": " + reason, to);
    };
  }

  private Line reported(AlertEvent.Reported reported) {
    Notification notification = alert.notification(reported.notification());
    String to =
        notification == null
            ? "A message"
            : words.place(organization, notification.intended().endpoint());
    String whom = notification == null ? "" : " for " + name(notification.intended());
    return switch (reported.arrival()) {
      case SENT -> line(reported, "note", null, "On its way" + whom, to);
      case DELIVERED -> line(reported, "note", "up", "Arrived" + whom, to);
      case UNANSWERED ->
          line(reported, "note", "down", "Not answered" + whom + because(reported.reason()), to);
      case UNDELIVERED ->
          line(reported, "note", "down", "Did not arrive" + whom + because(reported.reason()), to);
    };
  }

  private static String because(@Nullable String reason) {
    return reason == null ? "" : ": " + reason;
  }

  private String again(@Nullable Instant again) {
    return again == null ? "" : ". Tried again at " + times.toTheSecond(again) + ".";
  }

  private Line line(
      AlertEvent event, String icon, @Nullable String state, String text, String more) {
    return new Line(event.at(), times.toTheSecond(event.at()), icon, state, text, more);
  }

  /** Whom it was told, in the order in which it was first meant for them. */
  List<Told> told() {
    Map<String, List<AlertView.Message>> messages = new LinkedHashMap<>();
    for (Notification each : alert.notifications()) {
      messages.computeIfAbsent(name(each.intended()), name -> new ArrayList<>()).add(message(each));
    }
    return messages.entrySet().stream()
        .map(it -> new Told(it.getKey(), ShellView.initials(it.getKey()), it.getValue()))
        .toList();
  }

  private AlertView.Message message(Notification notification) {
    Instant at =
        notification.attempts() == 0 && notification.isWaiting()
            ? notification.intended().due()
            : notification.at();
    return new AlertView.Message(
        words.place(organization, notification.intended().endpoint()),
        outcome(notification),
        more(notification),
        times.toTheSecond(at));
  }

  private static MonitorRow.State outcome(Notification notification) {
    return switch (notification.progress()) {
      case DELIVERED -> new MonitorRow.State("up", arrived(notification.arrival()));
      case WAITING ->
          notification.attempts() == 0
              ? new MonitorRow.State("pending", "Planned")
              : new MonitorRow.State("degraded", "Failed, tried again");
      case FAILED -> new MonitorRow.State("down", "Not delivered");
      case DROPPED -> new MonitorRow.State("paused", "Not sent, somebody answered");
    };
  }

  /** What a service took is delivered as far as most services tell. */
  private static String arrived(@Nullable Arrival arrival) {
    return arrival == Arrival.SENT
        ? "Sent, on its way"
        : arrival == Arrival.DELIVERED ? "Delivered to the telephone" : "Delivered";
  }

  private static String more(Notification notification) {
    String kind =
        notification.intended().kind() == Message.Kind.ACKNOWLEDGED
            ? "that it is acknowledged"
            : notification.intended().kind() == Message.Kind.RESOLVED ? "that it is over" : "";
    String reason = notification.reason();
    return reason == null ? kind : kind.isEmpty() ? reason : kind + ". " + reason;
  }
}
