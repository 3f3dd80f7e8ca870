package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;
import dev.tocsin.handover.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * An event and what is true after it, handed over to the read models.
 *
 * @param sequence the event's number in the monitor's journal, from 1
 * @param ended the outage that the event ended; null where it ended none
 */
public record MonitorViewChange(
    long sequence, MonitorEvent event, @Nullable OutageId ended, MonitorStatus after)
    implements ViewChange, CborSerializable {
  @Override
  public String entityId() {
    return after.ref().entityId();
  }
}
