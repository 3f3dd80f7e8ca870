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

  private final ArrayDeque<Change> changes = new ArrayDeque<>();

  void add(Change change) {
    changes.add(change);
  }

  @Nullable Change first() {
    return changes.peekFirst();
  }

  void removeFirst() {
    changes.removeFirst();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How many of them are already visible as the monitor's status. */
  int observed() {
    return (int) changes.stream().filter(change -> change.asker() == null).count();
  }

  /** Takes out what is past its deadline; the first may be in the journal's hands and stays. */
  List<Asker> expired(Instant now, boolean firstInFlight) {
    List<Asker> expired = new ArrayList<>();
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
    return expired;
  }

  /** Takes out everything, for a monitor that will not store any of it. */
  List<Asker> clear() {
    List<Asker> askers = new ArrayList<>();
    changes.forEach(
        change -> {
          if (change.asker() != null) {
            askers.add(change.asker());
          }
        });
    changes.clear();
    return askers;
  }
}
