package dev.tocsin.incident;

import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The incidents that go on or ended not long ago, in this node's memory: what pages show with the
 * store away too. Of two statements about an incident the newer one stands. Safe for use by many
 * threads.
 */
public final class IncidentBoard {
  private final Map<OrganizationId, Map<IncidentRef, IncidentRecord>> records =
      new ConcurrentHashMap<>();
  private final List<Consumer<IncidentRecord>> listeners = new CopyOnWriteArrayList<>();

  /** Empty also where it was removed. */
  public Optional<IncidentRecord> find(IncidentRef incident) {
    return Optional.ofNullable(of(incident.organization()).get(incident))
        .filter(IncidentRecord::isThere);
  }

  /**
   * @return whether it was news
   */
  public boolean publish(IncidentRecord record) {
    boolean[] news = new boolean[1];
    records
        .computeIfAbsent(record.ref().organization(), none -> new ConcurrentHashMap<>())
        .compute(
            record.ref(),
            (ref, known) -> {
              news[0] = known == null || record.sequence() > known.sequence();
              return news[0] ? record : known;
            });
    if (news[0]) {
      listeners.forEach(listener -> listener.accept(record));
    }
    return news[0];
  }

  /** Those of an organization, in no order; none that was removed. */
  public List<IncidentRecord> all(OrganizationId organization) {
    return of(organization).values().stream().filter(IncidentRecord::isThere).toList();
  }

  /** Those of an organization, in no order, also those that were removed lately. */
  public List<IncidentRecord> known(OrganizationId organization) {
    return List.copyOf(of(organization).values());
  }

  public void each(Consumer<IncidentRecord> each) {
    records.values().forEach(all -> all.values().forEach(each));
  }

  /** Forgets those that ended, or were removed, before a time. */
  public void forget(Instant before) {
    records.values().forEach(all -> all.values().removeIf(record -> isPast(record, before)));
  }

  /** Whether it ended, or was removed, before a time. */
  static boolean isPast(IncidentRecord record, Instant before) {
    return record.isThere()
        ? record.endedAt().filter(end -> end.isBefore(before)).isPresent()
        : record.history().getLast().at().isBefore(before);
  }

  /** Called for each piece of news, on the thread that brought it; it must not block. */
  public void onChange(Consumer<IncidentRecord> listener) {
    listeners.add(listener);
  }

  private Map<IncidentRef, IncidentRecord> of(OrganizationId organization) {
    return records.getOrDefault(organization, Map.of());
  }
}
