package dev.tocsin.monitor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.StorableText;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a monitor, for good. {@code by} is the person or token that made it happen,
 * null where the monitor's own checks did. {@code acknowledged} is the last event that everyone it
 * was handed over to has said to know.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MonitorEvent.WentUp.class, name = "went-up"),
  @JsonSubTypes.Type(value = MonitorEvent.WentDegraded.class, name = "went-degraded"),
  @JsonSubTypes.Type(value = MonitorEvent.WentDown.class, name = "went-down"),
  @JsonSubTypes.Type(value = MonitorEvent.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = MonitorEvent.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = MonitorEvent.Deleted.class, name = "deleted")
})
public sealed interface MonitorEvent extends CborSerializable {
  /** When it happened, corrected to the store's clock; never before the event that precedes it. */
  Instant at();

  @Nullable Author by();

  long acknowledged();

  record WentUp(Instant at, @Nullable Author by, long acknowledged) implements MonitorEvent {}

  record WentDegraded(Instant at, String cause, @Nullable Author by, long acknowledged)
      implements MonitorEvent {
    public WentDegraded {
      cause = StorableText.of(cause);
    }
  }

  record WentDown(OutageId outage, Instant at, String cause, @Nullable Author by, long acknowledged)
      implements MonitorEvent {
    public WentDown {
      cause = StorableText.of(cause);
    }
  }

  record Paused(Instant at, @Nullable Author by, long acknowledged) implements MonitorEvent {}

  record Resumed(Instant at, @Nullable Author by, long acknowledged) implements MonitorEvent {}

  record Deleted(Instant at, @Nullable Author by, long acknowledged) implements MonitorEvent {}
}
