package dev.tocsin.alert;

import dev.tocsin.handover.ViewChange;

/** An alert as the tables are to show it. */
public record AlertView(AlertRecord record) implements ViewChange {
  @Override
  public String entityId() {
    return record.ref().entityId();
  }

  @Override
  public long sequence() {
    return record.sequence();
  }
}
