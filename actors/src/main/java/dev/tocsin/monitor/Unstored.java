package dev.tocsin.monitor;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one monitor that its journal has not answered for yet, in their order. What checks saw
 * stays until it is stored; what a person asked for is given up when the person is told so.
 */
final class Unstored {
  /** Who waits for the answer, and how long it is worth giving. */
  record Asker(Instant deadline, ActorRef<MonitorEntity.Reply> replyTo) {}

  record Change(MonitorEvent event, @Nullable Asker asker) {}

  private static final int FEW = 3;

  /** Null while there is nothing, as is the rule. */
  private @Nullable ArrayDeque<Change> changes;

  void add(Change change) {
    if (changes == null) {
      changes = new ArrayDeque<>(FEW);
    }
    changes.add(change);
  }

  @Nullable Change first() {
    return changes == null ? null : changes.peekFirst();
  }

  void removeFirst() {
    if (changes != null) {
      changes.removeFirst();
      forgetIfEmpty();
    }
  }

  boolean isEmpty() {
    return changes == null;
  }

  /** How many of them are already visible as the monitor's status. */
  int observed() {
    return changes == null
        ? 0
        : (int) changes.stream().filter(change -> change.asker() == null).count();
  }

  /** Takes out what is past its deadline; the first may be in the journal's hands and stays. */
  List<Asker> expired(Instant now, boolean firstInFlight) {
    List<Asker> expired = new ArrayList<>();
    if (changes == null) {
      return expired;
    }
    Iterator<Change> each = changes.iterator();
    if (firstInFlight && each.hasNext()) {
      each.next();
    }
    while (each.hasNext()) {
      Asker asker = each.next().asker();
      if (asker != null && now.isAfter(asker.deadline())) {
        each.remove();
        expired.add(asker);
      }
    }
    forgetIfEmpty();
    return expired;
  }

  /** Takes out what checks saw, for a monitor that was paused before it. */
  void dropSeen() {
    if (changes != null) {
      changes.removeIf(change -> change.asker() == null);
      forgetIfEmpty();
    }
  }

  /** Takes out everything, for a monitor that will not store any of it. */
  List<Asker> clear() {
    List<Asker> askers = new ArrayList<>();
    if (changes == null) {
      return askers;
    }
    changes.forEach(
        change -> {
          if (change.asker() != null) {
            askers.add(change.asker());
          }
        });
    changes = null;
    return askers;
  }

  private void forgetIfEmpty() {
    if (changes != null && changes.isEmpty()) {
      changes = null;
    }
  }
}
