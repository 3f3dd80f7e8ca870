package dev.tocsin.alert;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Responders;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What holds alerts back, by what people configured and what this node sees. */
public final class ConfiguredHolds implements Holds {
  /** A verdict or a recovery that takes longer than this is not waited for. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

  private final NodeConfiguration configuration;
  private final Maintenances maintenances;
  private final StatusBoard statuses;
  private final Monitors monitors;
  private final Groups groups;

  public ConfiguredHolds(
      NodeConfiguration configuration,
      Maintenances maintenances,
      StatusBoard statuses,
      Monitors monitors,
      Responders responders,
      AlertBoard board) {
    this.configuration = configuration;
    this.maintenances = maintenances;
    this.statuses = statuses;
    this.monitors = monitors;
    this.groups = new Groups(responders, board);
  }

  @Override
  public @Nullable Hold hold(AlertRecord alert, Instant at) {
    Hold known = ofMonitor(alert, at);
    return known != null ? known : groups.leader(alert).map(Hold.ForGroup::new).orElse(null);
  }

  /**
   * What will hold an alert back at a time to come, as things are now; null where nothing does. To
   * ask decides nothing.
   */
  public @Nullable Hold foreseen(AlertRecord alert, Instant at) {
    Hold known = ofMonitor(alert, at);
    return known != null ? known : groups.toldFor(alert).map(Hold.ForGroup::new).orElse(null);
  }

  private @Nullable Hold ofMonitor(AlertRecord alert, Instant at) {
    MonitorConfig monitor = monitor(alert);
    if (monitor != null) {
      Hold maintenance =
          maintenances
              .holding(monitor, at)
              .map(open -> new Hold.ForMaintenance(open.item().id(), open.window().until()))
              .orElse(null);
      if (maintenance != null) {
        return maintenance;
      }
      for (MonitorRef parent : above(monitor)) {
        if (isDown(parent)) {
          return new Hold.ForParent(parent.monitor());
        }
      }
    }
    return null;
  }

  @Override
  public List<MonitorRef> parents(AlertRecord alert) {
    MonitorConfig monitor = monitor(alert);
    return monitor == null ? List.of() : above(monitor);
  }

  @Override
  public CompletionStage<Boolean> failsNow(MonitorRef parent) {
    return monitors
        .check(parent)
        .handle((result, failed) -> failed == null && result.outcome() == Outcome.DOWN);
  }

  @Override
  public Duration lookTakes(MonitorRef parent) {
    Duration timeout =
        configuration.monitor(parent) instanceof Lookup.Found<MonitorConfig>(var found)
            ? found.timing().timeout()
            : Duration.ZERO;
    return (timeout.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : timeout).plusSeconds(2);
  }

  @Override
  public Duration verdictTakes(MonitorRef parent) {
    return configuration.monitor(parent) instanceof Lookup.Found<MonitorConfig>(var found)
        ? rounds(found.timing(), found.timing().confirmations())
        : Duration.ZERO;
  }

  @Override
  public Duration recoveryTakes(AlertRecord alert) {
    MonitorConfig monitor = monitor(alert);
    return monitor == null
        ? Duration.ZERO
        : rounds(monitor.timing(), monitor.timing().recoveryConfirmations());
  }

  private static Duration rounds(Timing timing, int count) {
    Duration takes = timing.interval().plus(timing.timeout()).multipliedBy(Math.max(1, count));
    return takes.compareTo(LONGEST) > 0 ? LONGEST : takes;
  }

  private @Nullable MonitorConfig monitor(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    return subject != null
            && subject.source() instanceof AlertSource.OfMonitor(MonitorId monitor)
            && configuration.monitor(new MonitorRef(alert.ref().organization(), monitor))
                instanceof Lookup.Found<MonitorConfig>(var found)
        ? found
        : null;
  }

  private boolean isDown(MonitorRef monitor) {
    return statuses.status(monitor).filter(now -> now.status() == Status.DOWN).isPresent();
  }

  /** What a monitor depends on, and what that depends on; the nearest first. */
  private List<MonitorRef> above(MonitorConfig monitor) {
    if (monitor.care().parents().isEmpty()) {
      return List.of();
    }
    List<MonitorRef> found = new ArrayList<>();
    Set<MonitorId> seen = new HashSet<>(Set.of(monitor.ref().monitor()));
    ArrayDeque<MonitorConfig> open = new ArrayDeque<>(List.of(monitor));
    while (!open.isEmpty()) {
      for (MonitorId parent : open.removeFirst().care().parents()) {
        if (parent.equals(monitor.ref().monitor())) {
          return List.of(); // two changes at once made a circle, which must silence nobody
        }
        MonitorRef ref = new MonitorRef(monitor.ref().organization(), parent);
        if (seen.add(parent)
            && configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(var known)) {
          found.add(ref);
          open.add(known);
        }
      }
    }
    return found;
  }
}
