package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.Notification;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.page.AlertView.Told;
import dev.tocsin.notify.Message;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says whom one alert was told, by what, and what became of each message. */
final class AlertMessages {
  /** Colours for people that the style sheet has. */
  private static final int STYLES = 3;

  private final AlertRecord alert;
  private final OrganizationId organization;
  private final AlertTimeline timeline;
  private final AlertWords words;
  private final Times times;
  private final UserId reader;

  AlertMessages(
      AlertRecord alert, AlertNames names, AlertTimeline timeline, Times times, UserId reader) {
    this.alert = alert;
    this.organization = alert.ref().organization();
    this.timeline = timeline;
    this.words = new AlertWords(names);
    this.times = times;
    this.reader = reader;
  }

  /** Whom it was told, in the order in which it was first meant for them. */
  List<Told> told() {
    Map<String, List<Notification>> messages = new LinkedHashMap<>();
    for (Notification each : alert.notifications()) {
      messages.computeIfAbsent(timeline.name(each.intended()), name -> new ArrayList<>()).add(each);
    }
    Map<UUID, String> steps = steps();
    List<Told> told = new ArrayList<>();
    int others = 0;
    for (Map.Entry<String, List<Notification>> each : messages.entrySet()) {
      boolean isReader = reader.equals(each.getValue().getFirst().intended().person());
      told.add(
          new Told(
              each.getKey(),
              ShellView.initials(each.getKey()),
              isReader ? "you" : "p" + (others++ % STYLES + 1),
              each.getValue().stream()
                  .map(message -> steps.getOrDefault(message.intended().id(), ""))
                  .filter(step -> !step.isEmpty())
                  .distinct()
                  .collect(Collectors.joining("; ")),
              each.getValue().stream().map(this::message).toList()));
    }
    return told;
  }

  /** By which step each message was meant. */
  private Map<UUID, String> steps() {
    Map<UUID, String> steps = new HashMap<>();
    for (AlertEvent event : alert.history()) {
      if (event instanceof AlertEvent.Climbed climbed) {
        String step = AlertTimeline.label(climbed).toLowerCase(Locale.ROOT);
        climbed.messages().forEach(message -> steps.put(message.id(), step));
      }
    }
    return steps;
  }

  private AlertView.Message message(Notification notification) {
    Instant at =
        notification.attempts() == 0 && notification.isWaiting()
            ? notification.intended().due()
            : notification.at();
    return new AlertView.Message(
        timeline.icon(notification),
        words.place(organization, notification.intended().endpoint()),
        outcome(notification),
        more(notification),
        times.brief(at));
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
