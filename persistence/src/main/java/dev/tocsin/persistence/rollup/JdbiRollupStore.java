package dev.tocsin.persistence.rollup;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.rollup.RollupStore;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables of what each day was; see {@link RollupStore}. */
public final class JdbiRollupStore implements RollupStore {
  private static final int FETCH = 2_000;

  private static final String DAYS =
      """
      select on_day, begins_at, ends_at, first_rolled_at, rolled_at, archived from rollup_day
      where organization_id = :organization
      """;

  private static final String ROLLUPS =
      """
      select organization_id, monitor_id, on_day, region, observed_ms, down_ms, checks, covered_ms,
        latency_average, latency_p50, latency_p95, latency_p99
      from rollup where organization_id = :organization
      """;

  private final Database database;

  public JdbiRollupStore(Database database) {
    this.database = database;
  }

  @Override
  public void store(OrganizationId organization, RolledDay day, List<MonitorRollup> rows) {
    database.write(
        handle -> {
          // whoever else writes this day waits here
          if (!isNew(handle, organization, day)) {
            handle
                .createUpdate(
                    """
                    update rollup_day set begins_at = :beginsAt, ends_at = :endsAt,
                      rolled_at = :rolledAt, archived = :archived, settled = :settled
                    where organization_id = :organization and on_day = :day
                    """)
                .bind("organization", organization.value())
                .bind("day", day.day().date())
                .bind("beginsAt", day.day().begin())
                .bind("endsAt", day.day().end())
                .bind("rolledAt", day.at())
                .bind("archived", day.archived())
                .bind("settled", day.isSettled())
                .execute();
            removeRows(handle, organization, day.day().date());
          }
          RollupRows.insert(handle, rows);
          return true;
        });
  }

  private static boolean isNew(Handle handle, OrganizationId organization, RolledDay day) {
    return handle
            .createUpdate(
                """
                insert into rollup_day (organization_id, on_day, begins_at, ends_at,
                  first_rolled_at, rolled_at, archived, settled)
                values (:organization, :day, :beginsAt, :endsAt,
                  :firstAt, :rolledAt, :archived, :settled)
                on conflict do nothing
                """)
            .bind("organization", organization.value())
            .bind("day", day.day().date())
            .bind("beginsAt", day.day().begin())
            .bind("endsAt", day.day().end())
            .bind("firstAt", day.firstAt())
            .bind("rolledAt", day.at())
            .bind("archived", day.archived())
            .bind("settled", day.isSettled())
            .execute()
        == 1;
  }

  private static void removeRows(Handle handle, OrganizationId organization, LocalDate day) {
    handle
        .createUpdate("delete from rollup where organization_id = :organization and on_day = :day")
        .bind("organization", organization.value())
        .bind("day", day)
        .execute();
  }

  @Override
  public List<MonitorRollup> rows(OrganizationId organization, LocalDate day) {
    return database.snapshot(
        handle -> {
          try (Stream<MonitorRollup> rows =
              handle
                  .createQuery(ROLLUPS + "and on_day = :day")
                  .bind("organization", organization.value())
                  .bind("day", day)
                  .setFetchSize(FETCH)
                  .map(RollupRows::monitorRollup)
                  .stream()) {
            return rows.toList();
          }
        });
  }

  @Override
  public List<Rollup> rollups(MonitorRef monitor, LocalDate from, LocalDate to) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    ROLLUPS
                        + """
                        and monitor_id = :monitor and on_day >= :from and on_day <= :to
                        order by on_day desc, region
                        """)
                .bind("organization", monitor.organization().value())
                .bind("monitor", monitor.monitor().value())
                .bind("from", from)
                .bind("to", to)
                .map(RollupRows::rollup)
                .list());
  }

  @Override
  public Optional<RolledDay> newest(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(DAYS + "order by on_day desc limit 1")
                .bind("organization", organization.value())
                .map(RollupRows::rolledDay)
                .findFirst());
  }

  @Override
  public List<RolledDay> unsettled(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(DAYS + "and not settled order by on_day")
                .bind("organization", organization.value())
                .map(RollupRows::rolledDay)
                .list());
  }

  @Override
  public List<RolledDay> endingAfter(OrganizationId organization, Instant moment) {
    return database.read(
        handle ->
            handle
                .createQuery(DAYS + "and ends_at > :moment order by on_day")
                .bind("organization", organization.value())
                .bind("moment", moment)
                .map(RollupRows::rolledDay)
                .list());
  }

  @Override
  public Optional<Instant> firstEvent(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select at from event_log where organization_id = :organization"
                        + " order by at limit 1")
                .bind("organization", organization.value())
                .mapTo(Instant.class)
                .findFirst());
  }

  @Override
  public Optional<LateEvents> lateEvents(
      OrganizationId organization, Instant storedAfter, Instant before) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select min(at) as first_at, max(stored_at) as last_stored from event_log
                    where organization_id = :organization
                      and stored_at > :storedAfter and at < :before
                    """)
                .bind("organization", organization.value())
                .bind("storedAfter", storedAfter)
                .bind("before", before)
                .map(JdbiRollupStore::lateEvents)
                .one());
  }

  private static Optional<LateEvents> lateEvents(ResultSet row, StatementContext context)
      throws SQLException {
    OffsetDateTime first = row.getObject("first_at", OffsetDateTime.class);
    return first == null
        ? Optional.empty()
        : Optional.of(
            new LateEvents(
                first.toInstant(), row.getObject("last_stored", OffsetDateTime.class).toInstant()));
  }

  @Override
  public Optional<Instant> eventsUntil(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select events_until from rollup_progress where organization_id = :organization")
                .bind("organization", organization.value())
                .mapTo(Instant.class)
                .findFirst());
  }

  @Override
  public void noteEventsUntil(OrganizationId organization, Instant moment) {
    database.write(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into rollup_progress (organization_id, events_until)
                  values (:organization, :moment) on conflict do nothing
                  """)
              .bind("organization", organization.value())
              .bind("moment", moment)
              .execute();
          return handle
              .createUpdate(
                  """
                  update rollup_progress set events_until = :moment
                  where organization_id = :organization
                  """)
              .bind("organization", organization.value())
              .bind("moment", moment)
              .execute();
        });
  }

  @Override
  public boolean removeOldest(OrganizationId organization, LocalDate first) {
    return database.write(
        handle -> {
          Optional<LocalDate> oldest =
              handle
                  .createQuery(DAYS + "and on_day < :first order by on_day limit 1")
                  .bind("organization", organization.value())
                  .bind("first", first)
                  .map(RollupRows::rolledDay)
                  .findFirst()
                  .map(rolled -> rolled.day().date());
          oldest.ifPresent(
              day -> {
                removeRows(handle, organization, day);
                handle
                    .createUpdate(
                        "delete from rollup_day where organization_id = :organization"
                            + " and on_day = :day")
                    .bind("organization", organization.value())
                    .bind("day", day)
                    .execute();
              });
          return oldest.isPresent();
        });
  }
}
