package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is certain about a monitor: its stored status, and what it still owes to those who must know
 * of it.
 *
 * @param status its version's sequence is the number of the last event
 * @param lastEventAt no event is older than the one before it
 * @param owed events in their order that the read models have not acknowledged, as far as recorded
 */
public record MonitorRecord(
    MonitorStatus status, Instant lastEventAt, boolean deleted, List<MonitorViewChange> owed)
    implements CborSerializable {

  public static MonitorRecord empty(MonitorRef ref) {
    return new MonitorRecord(
        MonitorStatus.pending(ref, Instant.EPOCH), Instant.EPOCH, false, List.of());
  }

  /** What becomes of a proposed change. */
  public sealed interface Decision {
    /** It is so already; what is stored is the answer. */
    record Known() implements Decision {}

    record Rejected(String why) implements Decision {}

    record Accepted(MonitorEvent event) implements Decision {}
  }

  /**
   * @param acknowledged the last event up to which all have been acknowledged meanwhile
   */
  public Decision decide(MonitorEvent proposed, long acknowledged) {
    if (deleted) {
      return proposed instanceof MonitorEvent.Deleted
          ? new Decision.Known()
          : new Decision.Rejected("The monitor is deleted.");
    }
    Instant at = proposed.at().isBefore(lastEventAt) ? lastEventAt : proposed.at();
    return switch (proposed) {
      case MonitorEvent.WentUp up ->
          whenWatched(
              status.status() == Status.UP, new MonitorEvent.WentUp(at, up.by(), acknowledged));
      case MonitorEvent.WentDegraded degraded ->
          whenWatched(
              status.status() == Status.DEGRADED && !tellsMore(degraded, degraded.cause()),
              new MonitorEvent.WentDegraded(at, degraded.cause(), degraded.by(), acknowledged));
      case MonitorEvent.WentDown down ->
          whenWatched(
              status.status() == Status.DOWN && !tellsMore(down, down.cause()),
              new MonitorEvent.WentDown(
                  current(down.outage()), at, down.cause(), down.by(), acknowledged));
      case MonitorEvent.Paused paused ->
          unless(
              status.status() == Status.PAUSED,
              new MonitorEvent.Paused(at, paused.by(), acknowledged));
      case MonitorEvent.Resumed resumed ->
          unless(
              status.status() != Status.PAUSED,
              new MonitorEvent.Resumed(at, resumed.by(), acknowledged));
      case MonitorEvent.Deleted removed ->
          new Decision.Accepted(new MonitorEvent.Deleted(at, removed.by(), acknowledged));
    };
  }

  public MonitorRecord apply(MonitorEvent event) {
    long sequence = status.version().sequence() + 1;
    MonitorStatus after = after(event, new StatusVersion(sequence, 0));
    OutageId ended =
        status.outage() != null && !status.outage().equals(after.outage()) ? status.outage() : null;
    List<MonitorViewChange> open = new ArrayList<>(owed);
    open.removeIf(change -> change.sequence() <= event.acknowledged());
    open.add(new MonitorViewChange(sequence, event, ended, after));
    return new MonitorRecord(
        after, event.at(), event instanceof MonitorEvent.Deleted, List.copyOf(open));
  }

  /** Other words for an outage that goes on begin no other one. */
  private OutageId current(OutageId proposed) {
    return status.outage() == null ? proposed : status.outage();
  }

  /** A person may correct what they said of a manual monitor; a check's new wording is no event. */
  private boolean tellsMore(MonitorEvent event, String cause) {
    return event.by() != null && !cause.equals(status.cause());
  }

  private Decision whenWatched(boolean known, MonitorEvent event) {
    return status.status() == Status.PAUSED
        ? new Decision.Rejected("The monitor is paused; resume it first.")
        : unless(known, event);
  }

  private static Decision unless(boolean known, MonitorEvent event) {
    return known ? new Decision.Known() : new Decision.Accepted(event);
  }

  private MonitorStatus after(MonitorEvent event, StatusVersion version) {
    return switch (event) {
      case MonitorEvent.WentUp up -> status(Status.UP, up.at(), null, null, version);
      case MonitorEvent.WentDegraded degraded ->
          status(
              Status.DEGRADED,
              status.status() == Status.DEGRADED ? status.since() : degraded.at(),
              null,
              degraded.cause(),
              version);
      case MonitorEvent.WentDown down ->
          status.status() == Status.DOWN
              ? status(Status.DOWN, status.since(), status.outage(), down.cause(), version)
              : status(Status.DOWN, down.at(), down.outage(), down.cause(), version);
      case MonitorEvent.Paused paused -> status(Status.PAUSED, paused.at(), null, null, version);
      case MonitorEvent.Resumed resumed ->
          status(Status.PENDING, resumed.at(), null, null, version);
      case MonitorEvent.Deleted removed -> status(Status.PAUSED, removed.at(), null, null, version);
    };
  }

  private MonitorStatus status(
      Status now,
      Instant since,
      @Nullable OutageId outage,
      @Nullable String cause,
      StatusVersion version) {
    return new MonitorStatus(status.ref(), now, since, outage, cause, version);
  }
}
