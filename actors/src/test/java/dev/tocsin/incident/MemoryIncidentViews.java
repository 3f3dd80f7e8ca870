package dev.tocsin.incident;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The table of incidents as a map, which can be away. */
final class MemoryIncidentViews implements IncidentViews {
  private final Map<IncidentRef, IncidentRecord> rows = new ConcurrentHashMap<>();
  private volatile boolean away;

  void setAway(boolean now) {
    away = now;
  }

  @Override
  public void store(List<IncidentView> views) {
    check();
    for (IncidentView view : views) {
      rows.merge(
          view.record().ref(),
          view.record(),
          (one, other) -> one.sequence() < other.sequence() ? other : one);
    }
  }

  @Override
  public List<IncidentRecord> since(Instant endedAfter) {
    check();
    return List.copyOf(rows.values());
  }

  @Override
  public List<IncidentRecord> changed(Instant after) {
    return since(after);
  }

  @Override
  public Optional<IncidentRecord> find(IncidentRef incident) {
    check();
    return Optional.ofNullable(rows.get(incident));
  }

  @Override
  public List<IncidentRecord> list(OrganizationId organization, Question question) {
    throw new UnsupportedOperationException("no list is made here");
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("The table is away.");
    }
  }
}
