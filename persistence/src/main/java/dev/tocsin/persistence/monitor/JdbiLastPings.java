package dev.tocsin.persistence.monitor;

import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.monitor.LastPing;
import dev.tocsin.monitor.LastPings;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of last pings; see {@link LastPings}. */
public final class JdbiLastPings implements LastPings {
  /** Two transactions that take rows in the same order never wait for each other. */
  private static final Comparator<LastPing> ORDER =
      Comparator.<LastPing, UUID>comparing(row -> row.ref().organization().value())
          .thenComparing(row -> row.ref().monitor().value());

  private static final String UPDATE =
      """
      update last_ping set received_at = :at, ping = :ping, beats = :beats
      where organization_id = :organization and monitor_id = :monitor and received_at <= :at
      """;

  private static final String INSERT =
      """
      insert into last_ping (organization_id, monitor_id, received_at, ping, beats)
      select m.organization_id, m.id, :at, :ping, :beats
      from monitor m
      where m.organization_id = :organization and m.id = :monitor and m.deleted_at is null
      on conflict do nothing
      """;

  private final Database database;

  public JdbiLastPings(Database database) {
    this.database = database;
  }

  @Override
  public void store(Collection<LastPing> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<LastPing> ordered = rows.stream().sorted(ORDER).toList();
    database.write(
        handle -> {
          int[] updated = batch(handle, UPDATE, ordered);
          List<LastPing> absent = new ArrayList<>();
          for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
              absent.add(ordered.get(i)); // or older than what is there: then nothing is inserted
            }
          }
          if (!absent.isEmpty()) {
            batch(handle, INSERT, absent);
          }
          return true;
        });
  }

  private static int[] batch(Handle handle, String sql, List<LastPing> rows) {
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (LastPing row : rows) {
        batch
            .bind("organization", row.ref().organization().value())
            .bind("monitor", row.ref().monitor().value())
            .bind("at", row.ping().at())
            .bind("ping", StoredJson.write(row.ping()))
            .bind("beats", StoredJson.write(row.beats()))
            .add();
      }
      return batch.execute();
    }
  }

  @Override
  public List<LastPing> find(Collection<MonitorRef> monitors) {
    if (monitors.isEmpty()) {
      return List.of();
    }
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select organization_id, monitor_id, ping, beats from last_ping
                    where monitor_id in (<monitors>) and organization_id in (<organizations>)
                    """)
                .bindList("monitors", monitors.stream().map(ref -> ref.monitor().value()).toList())
                .bindList(
                    "organizations",
                    monitors.stream().map(ref -> ref.organization().value()).distinct().toList())
                .map(JdbiLastPings::row)
                .list());
  }

  private static LastPing row(ResultSet row, StatementContext context) throws SQLException {
    return new LastPing(
        new MonitorRef(
            new OrganizationId(row.getObject("organization_id", UUID.class)),
            new MonitorId(row.getObject("monitor_id", UUID.class))),
        StoredJson.read(row.getString("ping"), Ping.class),
        StoredJson.read(row.getString("beats"), Beats.class));
  }
}
