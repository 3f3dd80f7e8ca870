package dev.tocsin.alert;

import dev.tocsin.escalation.Grouping;
import dev.tocsin.escalation.Responders;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which alert of a group is told of for all of it: the first one, until it is resolved. On one node
 * there is never a second one; of alerts that are raised on two nodes in the same instant both may
 * be told of, rather than neither.
 */
final class Groups {
  private static final int MOST_KNOWN = 10_000;

  private final Responders responders;
  private final AlertBoard board;

  /** A leader is on the board a moment after it has become one. */
  private static final Duration BECOMES_KNOWN = Duration.ofSeconds(10);

  private final Map<Key, Leader> leaders = new ConcurrentHashMap<>();

  /** Whoever is told by one policy is not told by another. */
  private record Key(OrganizationId organization, @Nullable UUID policy, Object of) {}

  private record Leader(AlertRef alert, AlertSubject subject, Instant raisedAt, long sinceNanos) {
    /** What is told of softly speaks for nothing that is loud. */
    boolean isAsLoudAs(AlertRecord other) {
      AlertSubject asked = other.subject();
      return asked != null
          && subject.severity().compareTo(asked.severity()) <= 0
          && subject.urgency().compareTo(asked.urgency()) <= 0;
    }

    boolean isNew() {
      return System.nanoTime() - sinceNanos < BECOMES_KNOWN.toNanos();
    }
  }

  Groups(Responders responders, AlertBoard board) {
    this.responders = responders;
    this.board = board;
  }

  /** The alert that is told of instead of this one; empty where this one is. */
  Optional<AlertId> leader(AlertRecord alert) {
    if (alert.climb().hold() instanceof Hold.ForGroup(AlertId leader) && leads(alert, leader)) {
      return Optional.of(leader);
    }
    if (alert.climb().number() > 0) {
      return Optional.empty();
    }
    Grouping grouping = grouping(alert);
    Key key = key(alert, grouping);
    if (key == null) {
      return Optional.empty();
    }
    if (leaders.size() > MOST_KNOWN) {
      leaders.clear(); // the board still knows them
    }
    AlertRef leader =
        leaders
            .compute(
                key,
                (same, known) ->
                    known != null && mayLead(known, alert, grouping.window())
                        ? known
                        : onBoard(alert, key).orElseGet(() -> leader(alert.ref(), alert)))
            .alert();
    return leader.equals(alert.ref()) ? Optional.empty() : Optional.of(leader.alert());
  }

  /**
   * The alert that would be told of instead of this one, of those that people are told of already.
   * To ask makes none of them the first.
   */
  Optional<AlertId> toldFor(AlertRecord alert) {
    Key key = alert.climb().number() > 0 ? null : key(alert, grouping(alert));
    return key == null
        ? Optional.empty()
        : onBoard(alert, key).map(leader -> leader.alert().alert());
  }

  private static Leader leader(AlertRef ref, AlertRecord record) {
    return new Leader(
        ref, Objects.requireNonNull(record.subject()), record.raisedAt(), System.nanoTime());
  }

  private boolean leads(AlertRecord alert, AlertId leader) {
    return board
        .find(new AlertRef(alert.ref().organization(), leader))
        .filter(sight -> isTold(sight.record()))
        .isPresent();
  }

  /** Whether people are told of it, or have answered; what is held itself speaks for nobody. */
  private static boolean isTold(AlertRecord record) {
    return record.isRaised() && record.state() != AlertState.RESOLVED && !record.isHeld();
  }

  private boolean mayLead(Leader leader, AlertRecord alert, Duration window) {
    if (leader.alert().equals(alert.ref())) {
      return true;
    }
    Optional<AlertSight> known = board.find(leader.alert());
    boolean isTold = known.isEmpty() ? leader.isNew() : isTold(known.get().record());
    return isTold && leader.isAsLoudAs(alert) && isWithin(leader.raisedAt(), alert, window);
  }

  private static boolean isWithin(Instant leader, AlertRecord alert, Duration window) {
    return Duration.between(leader, alert.raisedAt()).abs().compareTo(window) <= 0;
  }

  private Optional<Leader> onBoard(AlertRecord alert, Key key) {
    Duration window = grouping(alert).window();
    return board.open(alert.ref().organization()).stream()
        .map(AlertSight::record)
        .filter(
            record ->
                !record.ref().equals(alert.ref())
                    && record.climb().number() > 0
                    && isTold(record)
                    && isWithin(record.raisedAt(), alert, window)
                    && key.equals(key(record, grouping(record))))
        .min(
            Comparator.comparing(AlertRecord::raisedAt)
                .thenComparing(it -> it.ref().alert().value()))
        .map(record -> leader(record.ref(), record))
        .filter(leader -> leader.isAsLoudAs(alert));
  }

  private Grouping grouping(AlertRecord alert) {
    return plan(alert).policy().grouping();
  }

  private Responders.Plan plan(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    return responders.plan(alert.ref().organization(), subject == null ? null : subject.policy());
  }

  /** Null for what belongs to no group. */
  private @Nullable Key key(AlertRecord alert, Grouping grouping) {
    if (grouping.window().isZero()
        || alert.subject() == null
        || alert.subject().source() instanceof AlertSource.OfPlace) {
      return null;
    }
    Object of =
        switch (grouping.by()) {
          case SOURCE -> source(alert.subject().source());
          case POLICY -> "";
        };
    return of == null ? null : new Key(alert.ref().organization(), plan(alert).id(), of);
  }

  private static @Nullable Object source(AlertSource source) {
    return switch (source) {
      case AlertSource.OfMonitor monitor -> null; // it has one outage at a time
      case AlertSource.ByHand(String name) -> name;
      case AlertSource.OfPlace place -> null;
    };
  }
}
