package dev.tocsin.alert;

import dev.tocsin.notify.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Hands an alert's messages to the postboxes of their places, and again while they wait: a postbox
 * keeps nothing beyond its own life.
 */
final class AlertDeliveries {
  static final Duration AGAIN = Duration.ofSeconds(10);

  private final AlertParts parts;
  private final AlertStoring storing;

  /** What was handed over, by the message: its place, and when. */
  private final Map<UUID, Handed> handed = new HashMap<>();

  private record Handed(String postbox, Instant at) {}

  AlertDeliveries(AlertParts parts, AlertStoring storing) {
    this.parts = parts;
    this.storing = storing;
  }

  /** Hands over what is due, and takes back what nobody has to be told any more. */
  void update(Instant now) {
    AlertRecord alert = storing.current();
    for (Notification each : alert.notifications()) {
      UUID id = each.intended().id();
      boolean isHeld = alert.isHeld() && each.intended().kind() == Message.Kind.TRIGGERED;
      if (!each.isWaiting() || isHeld) {
        takeBack(alert.ref(), id);
      } else if (!each.intended().due().isAfter(now)) {
        handOver(alert, each.intended(), now);
      }
    }
  }

  boolean isWaiting() {
    return !handed.isEmpty();
  }

  private void handOver(AlertRecord alert, Intended message, Instant now) {
    Handed before = handed.get(message.id());
    boolean isRecent =
        before != null && Duration.between(before.at(), now).abs().compareTo(AGAIN) < 0;
    if (isRecent || !storing.mayTell(message)) {
      return;
    }
    String postbox = AlertParts.postbox(alert.ref(), message.endpoint());
    handed.put(message.id(), new Handed(postbox, now));
    parts
        .postboxes()
        .accept(
            postbox,
            new Postbox.Deliver(
                alert.ref(),
                message.id(),
                parts.wording().notice(alert, message),
                message.due(),
                !storing.isStored(message)));
  }

  private void takeBack(AlertRef alert, UUID message) {
    Handed before = handed.remove(message);
    if (before != null) {
      parts.postboxes().accept(before.postbox(), new Postbox.Withdraw(alert, message));
    }
  }
}
