package dev.tocsin.incident;

import dev.tocsin.handover.ViewChange;

/** An incident as the tables are to show it. */
public record IncidentView(IncidentRecord record) implements ViewChange {
  @Override
  public String entityId() {
    return record.ref().entityId();
  }

  @Override
  public long sequence() {
    return record.sequence();
  }
}
