package dev.tocsin.incident.rule;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A component as its monitors see it.
 *
 * @param page what its page is called
 * @param follows how its state comes of them
 * @param all of its monitors
 * @param counted the same without those that are in trouble while they are worked on
 */
record Seen(
    ComponentId component,
    String name,
    String page,
    StatusPageConfig.Follows follows,
    List<MonitorStatus> all,
    List<MonitorStatus> counted) {
  Seen {
    all = List.copyOf(all);
    counted = List.copyOf(counted);
  }

  PageState state() {
    return Standing.following(follows, counted).state();
  }

  /** Since when it is in that state or a worse one, by the present statuses; empty where not. */
  Optional<Instant> since(PageState from) {
    Standing standing = Standing.following(follows, counted);
    if (!standing.state().isTrouble() || standing.state().compareTo(from) < 0) {
      return Optional.empty();
    }
    return switch (from) {
      case MAJOR_OUTAGE -> Optional.ofNullable(standing.since());
      case PARTIAL_OUTAGE -> first(having(Status.DOWN));
      case PAUSED, NO_DATA, OPERATIONAL, UNDER_MAINTENANCE, DEGRADED_PERFORMANCE ->
          first(suffering());
    };
  }

  private static Optional<Instant> first(Stream<MonitorStatus> of) {
    return of.map(MonitorStatus::since).min(Comparator.naturalOrder());
  }

  private Stream<MonitorStatus> having(Status status) {
    return having(counted, status);
  }

  private static Stream<MonitorStatus> having(List<MonitorStatus> of, Status status) {
    return of.stream().filter(each -> each.status() == status);
  }

  private Stream<MonitorStatus> suffering() {
    return Stream.concat(having(Status.DOWN), having(Status.DEGRADED));
  }

  /** When the last of its present troubles began; empty where it has none. */
  Optional<Instant> lastTrouble() {
    return suffering().map(MonitorStatus::since).max(Comparator.naturalOrder());
  }

  /** The monitors that it suffers from. */
  List<MonitorId> culprits() {
    return suffering().map(status -> status.ref().monitor()).toList();
  }

  /**
   * Since when all is well, also what is worked on; empty where it is not, or nobody knows: what
   * nobody looks at any more has not recovered.
   *
   * @param began when it began that it was not
   */
  Optional<Instant> wellSince(Instant began) {
    boolean isLost =
        all.stream()
            .anyMatch(status -> status.status() != Status.UP && !status.since().isBefore(began));
    return isLost || Standing.following(follows, all).state() != PageState.OPERATIONAL
        ? Optional.empty()
        : having(all, Status.UP).map(MonitorStatus::since).max(Comparator.naturalOrder());
  }

  /** Whether there is anything to go by at all. */
  boolean isWatched() {
    return !all.isEmpty();
  }
}
