package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Answer;
import dev.tocsin.alert.Hold;
import dev.tocsin.alert.Via;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Target;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How pages write what is known of an alert, with the names that its ids have now. */
final class AlertWords {
  private final AlertNames names;

  AlertWords(AlertNames names) {
    this.names = names;
  }

  static String key(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  static AlertSubject subject(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    if (subject == null) {
      throw new IllegalStateException("An alert that was never raised is shown");
    }
    return subject;
  }

  static MonitorRow.State state(AlertRecord alert) {
    return switch (alert.state()) {
      case TRIGGERED ->
          alert.standing().snoozedUntil() != null
              ? new MonitorRow.State("paused", "Snoozed")
              : alert.isHeld()
                  ? new MonitorRow.State("paused", "Held back")
                  : new MonitorRow.State("down", "Triggered");
      case ACKNOWLEDGED -> new MonitorRow.State("degraded", "Acknowledged");
      case RESOLVED -> new MonitorRow.State("up", "Resolved");
    };
  }

  /** Who acknowledged it last, and how; null where nobody did since it was triggered. */
  static AlertEvent.@Nullable Acknowledged acknowledged(AlertRecord alert) {
    AlertEvent.Acknowledged last = null;
    if (alert.state() == AlertState.ACKNOWLEDGED) {
      for (AlertEvent event : alert.history()) {
        last = event instanceof AlertEvent.Acknowledged it ? it : last;
      }
    }
    return last;
  }

  static AlertEvent.@Nullable Resolved resolved(AlertRecord alert) {
    AlertEvent.Resolved last = null;
    if (alert.state() == AlertState.RESOLVED) {
      for (AlertEvent event : alert.history()) {
        last = event instanceof AlertEvent.Resolved it ? it : last;
      }
    }
    return last;
  }

  /** {@code Mara Lind}, {@code A program}, {@code Somebody}: as a sentence begins with it. */
  String who(AlertRecord alert, @Nullable Author by) {
    if (by == null) {
      return "Somebody";
    }
    return switch (by.kind()) {
      case USER -> names.author(alert.ref().organization(), by).orElse("Somebody who has left");
      case TOKEN -> "A program";
      case SYSTEM -> "Tocsin";
    };
  }

  /** As {@link #who(AlertRecord, Author)}, or as a chat calls who is not known otherwise. */
  String who(AlertRecord alert, @Nullable Author by, @Nullable Answer answer) {
    String called = answer == null ? null : answer.who();
    return by == null && called != null ? called : who(alert, by);
  }

  /** {@code Mara Lind acknowledged it by a link}. */
  String acknowledged(AlertRecord alert, AlertEvent.Acknowledged it) {
    return who(alert, it.by(), it.answer())
        + " acknowledged it"
        + by(it.via(), it.by(), it.answer());
  }

  String person(AlertRecord alert, UserId user) {
    return names.person(alert.ref().organization(), user).orElse("somebody who has left");
  }

  /** {@code by a link}; empty where the usual way needs no word, or the name says it. */
  static String by(@Nullable Via via, @Nullable Author by, @Nullable Answer answer) {
    if (via == null || by == null && answer != null && answer.who() != null) {
      return "";
    }
    return switch (via) {
      case DASHBOARD -> "";
      case API -> " by the API";
      case LINK -> " by a link";
      case SMS -> " by SMS";
      case CALL -> " by telephone";
      case CHAT -> " in a chat";
    };
  }

  /** Why nobody is told for now, as a sentence. */
  String held(OrganizationId organization, Hold hold, Times times) {
    return switch (hold) {
      case Hold.ForMaintenance(UUID id, Instant until) ->
          "Nobody is told until "
              + times.soon(until)
              + ": "
              + names.maintenance(organization, id).orElse("a maintenance")
              + " is under way.";
      case Hold.ForParent(MonitorId parent) ->
          "Nobody is told while "
              + names
                  .monitor(new MonitorRef(organization, parent))
                  .map(MonitorConfig::name)
                  .orElse("a monitor that is gone")
              + " is down, on which it depends.";
      case Hold.ForGroup(AlertId leader) ->
          "It is told of together with " + leader.code() + ", in one group.";
    };
  }

  /** Until when the next step is held back, and by what: it follows {@code held back until}. */
  String heldUntil(OrganizationId organization, Hold hold, Times times) {
    return switch (hold) {
      case Hold.ForMaintenance(UUID id, Instant until) ->
          times.soon(until)
              + " by "
              + names
                  .maintenance(organization, id)
                  .map(title -> title.replaceFirst("[.!]+$", ""))
                  .orElse("a maintenance")
              + ".";
      case Hold.ForParent(MonitorId parent) ->
          names
                  .monitor(new MonitorRef(organization, parent))
                  .map(MonitorConfig::name)
                  .orElse("a monitor that is gone")
              + " is up again, on which it depends.";
      case Hold.ForGroup(AlertId leader) ->
          leader.code() + " is over, which is told of for all of its group.";
    };
  }

  /** Why somebody or something could not be told. */
  String missed(OrganizationId organization, Missed missed) {
    Optional<String> name = names.target(organization, missed.type(), missed.id());
    String what = name.orElse(type(missed.type()));
    return switch (missed.why()) {
      case NOBODY ->
          missed.type() == Target.Type.SCHEDULE
              ? "Nobody is on call in " + what + "."
              : "There is nobody in " + what + ".";
      case NO_CONTACT -> what + " has no verified way to be reached.";
      case NOT_DELIVERING ->
          what + " would be told there, where nothing arrives, so nothing was sent.";
      case GONE -> "The step names a " + type(missed.type()) + " that does not exist any more.";
    };
  }

  private static String type(Target.Type type) {
    return switch (type) {
      case SCHEDULE -> "schedule";
      case USER -> "person";
      case TEAM -> "team";
      case CHANNEL -> "channel";
    };
  }

  /** {@code Mara Lind, #ops}: whom a step will tell. */
  String targets(OrganizationId organization, Iterable<Target> targets) {
    StringBuilder all = new StringBuilder();
    for (Target target : targets) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(
              names
                  .target(organization, target.type(), target.id())
                  .orElseGet(() -> "a " + type(target.type()) + " that is gone"));
    }
    return all.isEmpty() ? "nobody" : all.toString();
  }

  /** Where a message goes: {@code E-mail, mara@example.com}. */
  String place(OrganizationId organization, UUID endpoint) {
    return names
        .place(organization, endpoint)
        .map(place -> place.label() + ", " + place.place())
        .orElse("A place that is gone");
  }
}
