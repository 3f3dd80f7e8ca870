package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A state and when it began.
 *
 * @param since as far as the present statuses tell; null where there is nothing to tell it from
 */
public record Standing(PageState state, @Nullable Instant since) {
  static final Standing UNKNOWN = new Standing(PageState.NO_DATA, null);

  /** How a component stands by its monitors, as {@link PageState#of} says. */
  public static Standing ofMonitors(Collection<MonitorStatus> all) {
    List<MonitorStatus> watched =
        all.stream().filter(status -> status.status() != Status.PAUSED).toList();
    PageState state = PageState.of(all.stream().map(MonitorStatus::status).toList());
    return switch (state) {
      case PAUSED -> new Standing(state, last(all.stream()));
      case NO_DATA -> all.isEmpty() ? UNKNOWN : new Standing(state, last(watched.stream()));
      case OPERATIONAL, UNDER_MAINTENANCE -> // which no monitor says
          new Standing(state, last(having(watched, Status.UP).stream()));
      case DEGRADED_PERFORMANCE ->
          new Standing(state, first(having(watched, Status.DEGRADED).stream()));
      case PARTIAL_OUTAGE ->
          new Standing(state, partialSince(watched, having(watched, Status.DOWN)));
      case MAJOR_OUTAGE -> new Standing(state, last(watched.stream()));
    };
  }

  /** How a component stands that follows its monitors; one that is set by hand follows none. */
  public static Standing following(
      StatusPageConfig.Follows follows, Collection<MonitorStatus> all) {
    return switch (follows) {
      case SHARE -> ofMonitors(all);
      case WORST -> ofWorst(all);
      case HAND -> UNKNOWN;
    };
  }

  /** How a component stands that is down where one of its monitors is. */
  static Standing ofWorst(Collection<MonitorStatus> all) {
    List<MonitorStatus> down = having(List.copyOf(all), Status.DOWN);
    return down.isEmpty()
        ? ofMonitors(all)
        : new Standing(PageState.MAJOR_OUTAGE, first(down.stream()));
  }

  /**
   * How a group or a page stands by its parts: as the worst of them. Trouble began with the first
   * part that has it; that all is well, or unknown, holds since the last part came to it.
   */
  public static Standing worst(Collection<Standing> parts) {
    Optional<PageState> worst = parts.stream().map(Standing::state).max(Comparator.naturalOrder());
    if (worst.isEmpty()) {
      return UNKNOWN;
    }
    Stream<Instant> begins =
        parts.stream()
            .filter(part -> part.state() == worst.get())
            .map(Standing::since)
            .flatMap(Stream::ofNullable);
    Optional<Instant> since =
        worst.get().compareTo(PageState.OPERATIONAL) > 0
            ? begins.min(Comparator.naturalOrder())
            : begins.max(Comparator.naturalOrder());
    return new Standing(worst.get(), since.orElse(null));
  }

  /** It takes one that is down and one that is not; it began when there was the second of them. */
  private static Instant partialSince(List<MonitorStatus> watched, List<MonitorStatus> down) {
    Instant fell = first(down.stream());
    Instant stood = first(watched.stream().filter(status -> status.status() != Status.DOWN));
    return fell.isAfter(stood) ? fell : stood;
  }

  private static List<MonitorStatus> having(List<MonitorStatus> of, Status status) {
    return of.stream().filter(one -> one.status() == status).toList();
  }

  private static Instant first(Stream<MonitorStatus> of) {
    return of.map(MonitorStatus::since).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Instant last(Stream<MonitorStatus> of) {
    return of.map(MonitorStatus::since).max(Comparator.naturalOrder()).orElseThrow();
  }
}
