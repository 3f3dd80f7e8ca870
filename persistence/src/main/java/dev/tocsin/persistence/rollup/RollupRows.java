package dev.tocsin.persistence.rollup;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Uptime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rollups and rolled days as rows. */
final class RollupRows {
  /** Rows that go to the database at once. */
  private static final int BATCH = 2_000;

  private static final String INSERT =
      """
      insert into rollup (organization_id, monitor_id, on_day, region, observed_ms, down_ms, checks,
        covered_ms, latency_average, latency_p50, latency_p95, latency_p99)
      values (:organization, :monitor, :day, :region, :observed, :down, :checks,
        :covered, :average, :p50, :p95, :p99)
      """;

  private RollupRows() {}

  static void insert(Handle handle, List<MonitorRollup> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
        rows.subList(from, Math.min(rows.size(), from + BATCH)).forEach(row -> bind(batch, row));
        batch.execute();
      }
    }
  }

  private static void bind(PreparedBatch batch, MonitorRollup row) {
    Rollup rollup = row.rollup();
    Latency latency = rollup.results().latency();
    batch
        .bind("organization", row.monitor().organization().value())
        .bind("monitor", row.monitor().monitor().value())
        .bind("day", rollup.day())
        .bind("region", rollup.region())
        .bind("observed", rollup.uptime().observed().toMillis())
        .bind("down", rollup.uptime().down().toMillis())
        .bind("checks", rollup.results().checks())
        .bind("covered", rollup.results().covered().toMillis())
        .bindByType("average", latency == null ? null : latency.average(), Double.class)
        .bindByType("p50", latency == null ? null : latency.p50(), Double.class)
        .bindByType("p95", latency == null ? null : latency.p95(), Double.class)
        .bindByType("p99", latency == null ? null : latency.p99(), Double.class)
        .add();
  }

  static MonitorRollup monitorRollup(ResultSet row, StatementContext context) throws SQLException {
    return new MonitorRollup(
        new MonitorRef(
            new OrganizationId(row.getObject("organization_id", UUID.class)),
            new MonitorId(row.getObject("monitor_id", UUID.class))),
        rollup(row, context));
  }

  static Rollup rollup(ResultSet row, StatementContext context) throws SQLException {
    return new Rollup(
        row.getObject("on_day", LocalDate.class),
        row.getString("region"),
        new Uptime(
            Duration.ofMillis(row.getLong("observed_ms")),
            Duration.ofMillis(row.getLong("down_ms"))),
        new DayResults(
            row.getLong("checks"), latency(row), Duration.ofMillis(row.getLong("covered_ms"))));
  }

  private static @Nullable Latency latency(ResultSet row) throws SQLException {
    Double average = row.getObject("latency_average", Double.class);
    return average == null
        ? null
        : new Latency(
            average,
            row.getDouble("latency_p50"),
            row.getDouble("latency_p95"),
            row.getDouble("latency_p99"));
  }

  static RolledDay rolledDay(ResultSet row, StatementContext context) throws SQLException {
    return new RolledDay(
        new Day(
            row.getObject("on_day", LocalDate.class), time(row, "begins_at"), time(row, "ends_at")),
        time(row, "first_rolled_at"),
        time(row, "rolled_at"),
        row.getBoolean("archived"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
