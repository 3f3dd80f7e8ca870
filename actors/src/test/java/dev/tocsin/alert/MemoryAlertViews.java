package dev.tocsin.alert;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The table of alerts as a map, which can be away. */
final class MemoryAlertViews implements AlertViews {
  private final Map<AlertRef, AlertRecord> rows = new ConcurrentHashMap<>();
  private volatile boolean away;

  void setAway(boolean now) {
    away = now;
  }

  @Override
  public void store(List<AlertView> views) {
    check();
    for (AlertView view : views) {
      rows.merge(
          view.record().ref(),
          view.record(),
          (one, other) -> one.sequence() < other.sequence() ? other : one);
    }
  }

  @Override
  public List<AlertRecord> open() {
    check();
    return rows.values().stream().filter(AlertRecord::isOpen).toList();
  }

  @Override
  public List<AlertRef> ended() {
    return List.of();
  }

  @Override
  public List<AlertRef> unknown() {
    return List.of();
  }

  @Override
  public Optional<AlertRecord> find(AlertRef alert) {
    check();
    return Optional.ofNullable(rows.get(alert));
  }

  @Override
  public List<AlertRecord> list(OrganizationId organization, Question question) {
    throw new UnsupportedOperationException("no list is made here");
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("The table is away.");
    }
  }
}
