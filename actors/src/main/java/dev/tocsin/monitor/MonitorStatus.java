package dev.tocsin.monitor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.CborSerializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a monitor, as lists and pages show it.
 *
 * @param since when this status began
 * @param outage the outage that is going on; null unless down (or paused by hand while down: then
 *     it has ended)
 * @param cause why it is degraded or down, one sentence; null else
 */
public record MonitorStatus(
    MonitorRef ref,
    Status status,
    Instant since,
    @Nullable OutageId outage,
    @Nullable String cause,
    StatusVersion version)
    implements CborSerializable {

  public static MonitorStatus pending(MonitorRef ref, Instant since) {
    return new MonitorStatus(ref, Status.PENDING, since, null, null, StatusVersion.NONE);
  }

  /** The same with another copy of its monitor's address. */
  public MonitorStatus of(MonitorRef same) {
    return new MonitorStatus(same, status, since, outage, cause, version);
  }

  MonitorStatus with(StatusVersion other) {
    return new MonitorStatus(ref, status, since, outage, cause, other);
  }

  /** Whether the journal holds it; else it was seen while the store was away. */
  @JsonIgnore
  public boolean isStored() {
    return version.observed() == 0;
  }
}
