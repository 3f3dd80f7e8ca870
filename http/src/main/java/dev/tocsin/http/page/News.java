package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Timelines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of a monitor that has just changed, to somebody who looks at something else. */
public final class News {
  private final StatusBoard board;
  private final Timelines timelines;

  News(StatusBoard board, Timelines timelines) {
    this.board = board;
    this.timelines = timelines;
  }

  /**
   * @param sentence {@code labels-api is down}
   * @param more why, or after how long; null where nothing is known
   */
  public record Item(String id, MonitorRow.State state, String sentence, @Nullable String more) {}

  /** Empty where nobody can say how it is. */
  Optional<Item> of(MonitorConfig monitor) {
    MonitorStatus status = board.status(monitor.ref()).orElse(null);
    if (status == null) {
      return Optional.empty();
    }
    return switch (status.status()) {
      case DOWN -> Optional.of(item(monitor, status.status(), " is down", status.cause()));
      case DEGRADED -> Optional.of(item(monitor, status.status(), " is degraded", status.cause()));
      case UP ->
          Optional.of(
              item(
                  monitor,
                  Status.UP,
                  " is up again",
                  trouble(timelines.timeline(monitor.ref()))
                      .map(lasted -> "after\u00a0" + Words.duration(lasted))
                      .orElse(null)));
      case PENDING, PAUSED -> Optional.empty();
    };
  }

  private static Item item(
      MonitorConfig monitor, Status status, String what, @Nullable String more) {
    return new Item(
        monitor.ref().monitor().toString(),
        new MonitorRow.State(Words.style(status), Words.word(status)),
        monitor.name() + what,
        more);
  }

  /** How long what ended with the last change had lasted; empty where nothing did. */
  private static Optional<Duration> trouble(Timeline timeline) {
    List<Timeline.Entry> entries = timeline.entries();
    Instant began = null;
    for (int at = entries.size() - 2; at >= 0; at--) {
      Timeline.Entry entry = entries.get(at);
      if (entry.status() != Status.DOWN && entry.status() != Status.DEGRADED) {
        break;
      }
      began = entry.since();
    }
    return began == null
        ? Optional.empty()
        : Optional.of(Duration.between(began, entries.getLast().since()));
  }
}
