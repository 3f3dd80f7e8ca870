package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Notification;
import dev.tocsin.escalation.Missed;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.page.AlertView.Line;
import dev.tocsin.http.page.form.ChannelForms;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
              words.who(alert, it.by()) + " snoozed it until " + times.soon(it.until()),
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
        ? "It is told of at " + times.brief(released.due()) + " if it is still open then."
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

  /** {@code Webhook delivered, SMS failed.}: by what, and what came of it; empty for nothing. */
  String outcomes(List<Intended> messages) {
    Set<String> outcomes = new LinkedHashSet<>();
    for (Intended message : messages) {
      Notification notification = alert.notification(message.id());
      AlertNames.Place place = names.place(organization, message.endpoint()).orElse(null);
      if (notification != null && place != null) {
        outcomes.add(place.label() + " " + outcome(notification));
      }
    }
    return outcomes.isEmpty() ? "" : String.join(", ", outcomes) + ".";
  }

  private static String outcome(Notification notification) {
    return switch (notification.progress()) {
      case DELIVERED -> notification.arrival() == Arrival.SENT ? "on its way" : "delivered";
      case WAITING -> notification.attempts() == 0 ? "planned" : "failed, tried again";
      case FAILED -> "failed";
      case DROPPED -> "not needed any more";
    };
  }

  String missed(List<Missed> missed) {
    StringBuilder all = new StringBuilder();
    for (Missed each : missed) {
      all.append(all.isEmpty() ? "" : " ").append(words.missed(organization, each));
    }
    return all.toString();
  }

  /** The person, else the channel, that a message is for. */
  String name(Intended message) {
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
    String icon = icon(notification);
    return switch (tried.outcome()) {
      case Outcome.Delivered delivered -> line(tried, icon, null, "Delivered" + whom, to);
      case Outcome.Retry(String reason, var after, var wide) ->
          line(
              tried,
              icon,
              "degraded",
              "Attempt " + tried.attempt() + whom + " failed: " + reason,
              to + again(tried.again()));
      case Outcome.Permanent(String reason, var wide) ->
          line(tried, icon, "down", "Not delivered" + whom + ": " + reason, to);
    };
  }

  private Line reported(AlertEvent.Reported reported) {
    Notification notification = alert.notification(reported.notification());
    String to =
        notification == null
            ? "A message"
            : words.place(organization, notification.intended().endpoint());
    String whom = notification == null ? "" : " for " + name(notification.intended());
    String icon = icon(notification);
    return switch (reported.arrival()) {
      case SENT -> line(reported, icon, null, "On its way" + whom, to);
      case DELIVERED -> line(reported, icon, "up", "Arrived" + whom, to);
      case UNANSWERED ->
          line(reported, icon, "down", "Not answered" + whom + because(reported.reason()), to);
      case UNDELIVERED ->
          line(reported, icon, "down", "Did not arrive" + whom + because(reported.reason()), to);
    };
  }

  /** Of the kind of channel that it goes by. */
  String icon(@Nullable Notification notification) {
    return notification == null
        ? "note"
        : names
            .place(organization, notification.intended().endpoint())
            .map(place -> ChannelForms.icon(place.type()))
            .orElse("note");
  }

  private static String because(@Nullable String reason) {
    return reason == null ? "" : ": " + reason;
  }

  private String again(@Nullable Instant again) {
    return again == null ? "" : ". Tried again at " + times.brief(again) + ".";
  }

  private Line line(
      AlertEvent event, String icon, @Nullable String state, String text, String more) {
    return new Line(event.at(), times.brief(event.at()), icon, state, text, more);
  }
}
