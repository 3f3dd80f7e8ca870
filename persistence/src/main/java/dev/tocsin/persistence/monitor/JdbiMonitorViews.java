package dev.tocsin.persistence.monitor;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorJournal;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables of what the monitors' journals say; see {@link MonitorViews}. */
public final class JdbiMonitorViews implements MonitorViews {
  private static final int FETCH = 2_000;

  /** So many monitors are compared well within the time that PostgreSQL gives a statement. */
  private static final int COMPARED_AT_ONCE = 5_000;

  private static final String STATUSES =
      """
      select s.organization_id, s.monitor_id, s.status, s.since, s.outage_id, s.cause, s.sequence
      from monitor_status s
      left join monitor m on m.organization_id = s.organization_id and m.id = s.monitor_id
      where m.deleted_at is null
      """;

  /** For each monitor one look at the end of its part of the journal's primary key. */
  private static final String BEHIND =
      """
      select organization_id, monitor_id, last from (
        select m.organization_id, m.id as monitor_id, coalesce(s.sequence, 0) as sequence,
          (select j.sequence_number from event_journal j
           where j.persistence_id =
             :journal || cast(m.organization_id as varchar) || '.' || cast(m.id as varchar)
           order by j.sequence_number desc limit 1) as last
        from monitor m
        left join monitor_status s
          on s.organization_id = m.organization_id and s.monitor_id = m.id
        where (m.organization_id, m.id) > (:afterOrganization, :after)
          and (m.organization_id, m.id) <= (:toOrganization, :to)
      ) compared
      where last > sequence
      """;

  /** Outages that no alert has taken, or whose end it has not heard of: told again. */
  private static final String UNTOLD =
      """
      select o.organization_id, o.monitor_id from outage o
      join monitor m on m.organization_id = o.organization_id and m.id = o.monitor_id
      left join alert a on a.organization_id = o.organization_id and a.id = o.id
      where o.ended_at is null and a.id is null and m.deleted_at is null
      """;

  private static final String OUTAGES =
      """
      select id, started_at, ended_at, cause from outage
      where organization_id = :organization and monitor_id = :monitor
        and started_at < :to and (ended_at is null or ended_at > :from) %s
      order by started_at desc, id desc limit :limit
      """;

  private static final String AFTER =
      "and started_at <= :afterAt and (started_at < :afterAt or id < :afterId)";
  private static final String NEXT =
      """
      select organization_id, id as monitor_id from monitor
      where (organization_id, id) > (:organization, :after)
      order by organization_id, id
      offset :skip rows fetch first row only
      """;

  /** A place in the order of the table's primary key. */
  private record Place(UUID organization, UUID monitor) {}

  private static final Place BEGIN = new Place(new UUID(0, 0), new UUID(0, 0));
  private static final Place END = new Place(new UUID(-1, -1), new UUID(-1, -1));

  private final Database database;

  public JdbiMonitorViews(Database database) {
    this.database = database;
  }

  @Override
  public void store(List<MonitorViewChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    database.write(
        handle -> {
          new ViewBatches(handle, changes).write();
          return true;
        });
  }

  @Override
  public List<MonitorStatus> statuses() {
    return database.snapshot(
        handle -> {
          try (Stream<MonitorStatus> rows =
              handle
                  .createQuery(STATUSES)
                  .setFetchSize(FETCH)
                  .map(JdbiMonitorViews::status)
                  .stream()) {
            return rows.toList();
          }
        });
  }

  @Override
  public long lastEvent() {
    return database.read(
        handle ->
            handle
                .createQuery("select coalesce(max(ordering), 0) from event_journal")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Map<MonitorRef, Long> behind() {
    Map<MonitorRef, Long> behind = new HashMap<>();
    Place after = BEGIN;
    while (!after.equals(END)) {
      Place to = next(after);
      compare(after, to, behind);
      after = to;
    }
    database.read(
        handle ->
            handle
                .createQuery(UNTOLD)
                .map((row, context) -> behind.putIfAbsent(ref(row), 0L))
                .list());
    return behind;
  }

  /** The embedded database has no limit of time, and compares rows of two columns one by one. */
  private Place next(Place after) {
    if (!database.isPostgres()) {
      return END;
    }
    return database
        .read(
            handle ->
                handle
                    .createQuery(NEXT)
                    .bind("organization", after.organization())
                    .bind("after", after.monitor())
                    .bind("skip", COMPARED_AT_ONCE - 1)
                    .map((row, context) -> ref(row))
                    .findOne())
        .map(ref -> new Place(ref.organization().value(), ref.monitor().value()))
        .orElse(END);
  }

  /** The first place is excluded, the second is not. */
  private void compare(Place after, Place to, Map<MonitorRef, Long> behind) {
    database.read(
        handle ->
            handle
                .createQuery(BEHIND)
                .bind("journal", MonitorJournal.ENTITY_TYPE + PersistenceId.DefaultSeparator())
                .bind("afterOrganization", after.organization())
                .bind("after", after.monitor())
                .bind("toOrganization", to.organization())
                .bind("to", to.monitor())
                .map((row, context) -> behind.put(ref(row), row.getLong("last")))
                .list());
  }

  @Override
  public List<Outage> outages(
      MonitorRef monitor, Instant from, Instant to, Outage.@Nullable Cursor after, int limit) {
    return database.read(
        handle -> {
          Query query =
              handle
                  .createQuery(after == null ? OUTAGES.formatted("") : OUTAGES.formatted(AFTER))
                  .bind("organization", monitor.organization().value())
                  .bind("monitor", monitor.monitor().value())
                  .bind("from", from)
                  .bind("to", to)
                  .bind("limit", limit);
          if (after != null) {
            query.bind("afterAt", after.startedAt()).bind("afterId", after.id().value());
          }
          return query.map(JdbiMonitorViews::outage).list();
        });
  }

  private static MonitorStatus status(ResultSet row, StatementContext context) throws SQLException {
    UUID outage = row.getObject("outage_id", UUID.class);
    return new MonitorStatus(
        ref(row),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        time(row, "since"),
        outage == null ? null : new OutageId(outage),
        row.getString("cause"),
        new StatusVersion(row.getLong("sequence"), 0));
  }

  private static Outage outage(ResultSet row, StatementContext context) throws SQLException {
    return new Outage(
        new OutageId(row.getObject("id", UUID.class)),
        time(row, "started_at"),
        timeOrNull(row, "ended_at"),
        row.getString("cause"));
  }

  private static MonitorRef ref(ResultSet row) throws SQLException {
    return new MonitorRef(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        new MonitorId(row.getObject("monitor_id", UUID.class)));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
