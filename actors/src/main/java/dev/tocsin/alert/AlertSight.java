package dev.tocsin.alert;

import dev.tocsin.CborSerializable;

/**
 * What an alert says of itself to all nodes.
 *
 * @param stored how many of the record's events are certain
 */
public record AlertSight(AlertRecord record, long stored) implements CborSerializable {
  boolean isNewerThan(AlertSight other) {
    return stored != other.stored
        ? stored > other.stored
        : record.sequence() > other.record.sequence();
  }

  public boolean isAllStored() {
    return stored == record.sequence();
  }
}
