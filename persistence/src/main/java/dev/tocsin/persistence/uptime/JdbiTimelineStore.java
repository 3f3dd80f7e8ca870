package dev.tocsin.persistence.uptime;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.monitor.EventNames;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.TimelineStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The tables {@code monitor_status} and {@code event_log}; see {@link TimelineStore}. */
public final class JdbiTimelineStore implements TimelineStore {
  private static final int FETCH = 2_000;

  /** Entities that are asked for in one statement. */
  private static final int AT_ONCE = 500;

  private static final String PREFIX = "monitor:";

  private static final String EVENTS =
      "select organization_id, entity, sequence, at, event from event_log ";

  private final Database database;

  public JdbiTimelineStore(Database database) {
    this.database = database;
  }

  /**
   * What has one event, or none in that time, is told by its current row alone: for most monitors
   * the event log is not read.
   */
  @Override
  public Map<MonitorRef, Told> all(Instant since) {
    return database.snapshot(
        handle -> {
          Gathered gathered = new Gathered();
          each(
              handle.createQuery(
                  "select organization_id, monitor_id, status, since, sequence"
                      + " from monitor_status where sequence > 0"),
              (row, context) -> gathered.current(row));
          each(
              handle
                  .createQuery(
                      EVENTS + "where at >= :since and sequence > 1 and entity like 'monitor:%'")
                  .bind("since", since),
              (row, context) -> gathered.event(row));
          before(handle, gathered);
          return gathered.told(since);
        });
  }

  @Override
  public Map<MonitorRef, Told> of(
      OrganizationId organization, Set<MonitorRef> monitors, Instant since) {
    return database.snapshot(
        handle -> {
          Gathered gathered = new Gathered();
          for (List<MonitorRef> some : parts(monitors)) {
            currentRows(handle, organization, some, gathered);
            eventsSince(handle, organization, some, since, gathered);
          }
          before(handle, gathered);
          return gathered.told(since);
        });
  }

  private static void currentRows(
      Handle handle, OrganizationId organization, List<MonitorRef> some, Gathered gathered) {
    try (Query query =
        handle
            .createQuery(
                """
                select s.organization_id, s.monitor_id, s.status, s.since, s.sequence
                from (values %s) w (id)
                join monitor_status s on s.organization_id = :organization and s.monitor_id = w.id
                where s.sequence > 0
                """
                    .formatted(rows(some.size(), "(cast(:w%1$d as uuid))")))
            .bind("organization", organization.value())) {
      for (int index = 0; index < some.size(); index++) {
        query.bind("w" + index, some.get(index).monitor().value());
      }
      query.map((row, context) -> gathered.current(row)).list();
    }
  }

  private static void eventsSince(
      Handle handle,
      OrganizationId organization,
      List<MonitorRef> some,
      Instant since,
      Gathered gathered) {
    try (Query query =
        handle
            .createQuery(
                """
                select e.organization_id, e.entity, e.sequence, e.at, e.event
                from (values %s) w (entity)
                join event_log e on e.organization_id = :organization and e.entity = w.entity
                where e.at >= :since
                """
                    .formatted(rows(some.size(), "(cast(:w%1$d as varchar))")))
            .bind("organization", organization.value())
            .bind("since", since)) {
      for (int index = 0; index < some.size(); index++) {
        query.bind("w" + index, entity(some.get(index)));
      }
      query.map((row, context) -> gathered.event(row)).list();
    }
  }

  /** Later events are not read: a day that is made up for may lie years back. */
  @Override
  public Map<MonitorRef, Told> between(OrganizationId organization, Instant from, Instant to) {
    return database.snapshot(
        handle -> {
          Gathered gathered = new Gathered();
          each(
              handle
                  .createQuery(
                      "select organization_id, monitor_id, status, since, sequence"
                          + " from monitor_status"
                          + " where organization_id = :organization and since < :from")
                  .bind("organization", organization.value())
                  .bind("from", from),
              (row, context) -> gathered.current(row));
          each(
              handle
                  .createQuery(
                      EVENTS
                          + "where organization_id = :organization"
                          + " and at >= :from and at < :to and entity like 'monitor:%'")
                  .bind("organization", organization.value())
                  .bind("from", from)
                  .bind("to", to),
              (row, context) -> gathered.event(row));
          each(
              handle
                  .createQuery(
                      """
                          select organization_id, entity, min(sequence) as sequence from event_log
                          where organization_id = :organization
                            and at >= :to and entity like 'monitor:%'
                          group by organization_id, entity
                          """)
                  .bind("organization", organization.value())
                  .bind("to", to),
              (row, context) -> gathered.later(row));
          before(handle, gathered);
          return gathered.told(from);
        });
  }

  /** What was so when the first of the events that were read happened. */
  private static void before(Handle handle, Gathered gathered) {
    Map<OrganizationId, List<MonitorRef>> byOrganization = new HashMap<>();
    gathered
        .incomplete()
        .forEach(
            ref ->
                byOrganization
                    .computeIfAbsent(ref.organization(), key -> new ArrayList<>())
                    .add(ref));
    byOrganization.forEach(
        (organization, monitors) -> {
          for (List<MonitorRef> some : parts(monitors)) {
            before(handle, organization, some, gathered);
          }
        });
  }

  /** One by its primary key for each monitor; the embedded database knows no other quick way. */
  private static void before(
      Handle handle, OrganizationId organization, List<MonitorRef> some, Gathered gathered) {
    try (Query query =
        handle
            .createQuery(
                """
                select e.organization_id, e.entity, e.sequence, e.at, e.event
                from (values %s) w (entity, sequence)
                join event_log e on e.organization_id = :organization
                  and e.entity = w.entity and e.sequence = w.sequence
                """
                    .formatted(
                        rows(some.size(), "(cast(:w%1$d as varchar), cast(:s%1$d as bigint))")))
            .bind("organization", organization.value())) {
      for (int index = 0; index < some.size(); index++) {
        query.bind("w" + index, entity(some.get(index)));
        query.bind("s" + index, gathered.wanted(some.get(index)));
      }
      query.map((row, context) -> gathered.event(row)).list();
    }
  }

  /** A list of rows of parameters, numbered. */
  private static String rows(int count, String row) {
    return IntStream.range(0, count).mapToObj(row::formatted).collect(Collectors.joining(", "));
  }

  /** Row by row, so that a whole table is never in memory. */
  private static void each(Query rows, RowMapper<Boolean> row) {
    try (Query query = rows.setFetchSize(FETCH);
        Stream<Boolean> read = query.map(row).stream()) {
      read.forEach(one -> {});
    }
  }

  private static List<List<MonitorRef>> parts(Collection<MonitorRef> all) {
    List<MonitorRef> list = List.copyOf(all);
    List<List<MonitorRef>> parts = new ArrayList<>();
    for (int from = 0; from < list.size(); from += AT_ONCE) {
      parts.add(list.subList(from, Math.min(list.size(), from + AT_ONCE)));
    }
    return parts;
  }

  private static String entity(MonitorRef ref) {
    return PREFIX + ref.monitor();
  }

  /** Rows as they come, in any order. */
  private static final class Gathered {
    private record Event(long sequence, Timeline.Entry entry) {}

    private final Map<MonitorRef, List<Event>> events = new HashMap<>();
    private final Map<MonitorRef, Event> current = new HashMap<>();
    private final Map<MonitorRef, Long> later = new HashMap<>();

    /** Of the same rows, the text is parsed once. */
    private final Map<UUID, OrganizationId> organizations = new HashMap<>();

    boolean current(ResultSet row) throws SQLException {
      MonitorRef ref =
          new MonitorRef(organization(row), new MonitorId(row.getObject("monitor_id", UUID.class)));
      Status status = Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
      current.put(
          ref, new Event(row.getLong("sequence"), new Timeline.Entry(time(row, "since"), status)));
      return true;
    }

    boolean event(ResultSet row) throws SQLException {
      return events.computeIfAbsent(ref(row), key -> new ArrayList<>(2)).add(read(row));
    }

    /** The number of the first event after the stretch that is read. */
    boolean later(ResultSet row) throws SQLException {
      return later.put(ref(row), row.getLong("sequence")) == null;
    }

    /** Those of which an event before the first one is missing. */
    List<MonitorRef> incomplete() {
      return Stream.concat(events.keySet().stream(), later.keySet().stream())
          .distinct()
          .filter(ref -> wanted(ref) > 0)
          .toList();
    }

    long wanted(MonitorRef ref) {
      return events.getOrDefault(ref, List.of()).stream()
              .mapToLong(Event::sequence)
              .min()
              .orElseGet(() -> later.getOrDefault(ref, 1L))
          - 1;
    }

    Map<MonitorRef, Told> told(Instant since) {
      Map<MonitorRef, Told> told = new HashMap<>();
      Set<MonitorRef> all = new HashSet<>(current.keySet());
      all.addAll(events.keySet());
      for (MonitorRef ref : all) {
        List<Event> list = events.get(ref);
        Event row = current.get(ref);
        if (list == null) {
          if (row != null) {
            told.put(ref, new Told(Timeline.of(List.of(row.entry())), row.sequence()));
          }
          continue;
        }
        list.sort((one, other) -> Long.compare(one.sequence(), other.sequence()));
        told.put(
            ref,
            new Told(
                Timeline.of(list.stream().map(Event::entry).toList()).since(since),
                list.getLast().sequence()));
      }
      return told;
    }

    private Event read(ResultSet row) throws SQLException {
      return new Event(
          row.getLong("sequence"),
          new Timeline.Entry(time(row, "at"), EventNames.status(row.getString("event"))));
    }

    private MonitorRef ref(ResultSet row) throws SQLException {
      UUID monitor = UUID.fromString(row.getString("entity").substring(PREFIX.length()));
      return new MonitorRef(organization(row), new MonitorId(monitor));
    }

    private OrganizationId organization(ResultSet row) throws SQLException {
      return organizations.computeIfAbsent(
          row.getObject("organization_id", UUID.class), OrganizationId::new);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    }
  }
}
