package dev.tocsin.persistence.cluster;

import dev.tocsin.cluster.Formation.Decision;
import dev.tocsin.cluster.NodeRow;
import dev.tocsin.cluster.NodeTable;
import dev.tocsin.conf.HostPort;
import dev.tocsin.persistence.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The nodes' table in PostgreSQL. Times are {@code clock_timestamp()}: {@code now()} is when a
 * transaction began, which was before it waited for its turn.
 */
public final class JdbiNodeTable implements NodeTable {
  /** Any number that nothing else locks. */
  private static final long TURN = 0x746f6373696e0001L;

  private static final String INCARNATION = "select incarnation from cluster_incarnation";

  private static final String OTHERS =
      """
      select address, process_id, incarnation, management_address, region,
        greatest(0, extract(epoch from clock_timestamp() - seen)) as age
      from node
      where address <> :address
      order by address
      """;

  private static final String WRITE =
      """
      insert into node (address, process_id, incarnation, management_address, region, seen)
      values (:address, :process, :incarnation, :management, :region, clock_timestamp())
      on conflict (address) do update set
        process_id = excluded.process_id,
        incarnation = excluded.incarnation,
        management_address = excluded.management_address,
        region = excluded.region,
        seen = excluded.seen
      """;

  private static final String BEAT =
      WRITE + "returning seen, (select incarnation from cluster_incarnation) as present";

  private static final String FORM =
      """
      insert into cluster_incarnation (incarnation, formed_at)
      values (:incarnation, clock_timestamp())
      on conflict (singleton) do update set
        incarnation = excluded.incarnation,
        formed_at = excluded.formed_at
      """;

  private static final String FORGET_STALE =
      """
      delete from node
      where address <> :address
        and seen <= clock_timestamp() - make_interval(secs => :seconds)
      """;

  private static final String LEAVE =
      "delete from node where address = :address and process_id = :process";

  private final Database database;

  public JdbiNodeTable(Database database) {
    this.database = database;
  }

  @Override
  public Decision inTurn(NodeRow self, Duration timeToLive, Function<Content, Decision> decide) {
    return database.write(
        handle -> {
          handle.execute("select pg_advisory_xact_lock(?)", TURN);
          var decision = decide.apply(content(handle, self.address()));
          @Nullable UUID incarnation = null;
          if (decision instanceof Decision.Form form) {
            incarnation = form.incarnation();
            form(handle, self.address(), incarnation, timeToLive);
          }
          try (var write = handle.createUpdate(WRITE)) {
            bind(write, self, incarnation).execute();
          }
          return decision;
        });
  }

  private static Content content(Handle handle, HostPort self) {
    try (var present = handle.createQuery(INCARNATION);
        var others = handle.createQuery(OTHERS)) {
      return new Content(
          present.map((row, context) -> uuid(row, "incarnation")).findOne(),
          others.bind("address", self.toString()).map((row, context) -> node(row)).list());
    }
  }

  private static void form(Handle handle, HostPort self, UUID incarnation, Duration timeToLive) {
    try (var form = handle.createUpdate(FORM);
        var forget = handle.createUpdate(FORGET_STALE)) {
      form.bind("incarnation", incarnation).execute();
      forget
          .bind("address", self.toString())
          .bind("seconds", timeToLive.toMillis() / 1000.0)
          .execute();
    }
  }

  @Override
  public Beat beat(NodeRow self) {
    return database.read(
        handle -> {
          try (var beat = handle.createQuery(BEAT)) {
            var start = System.nanoTime();
            return bind(beat, self, self.incarnation().orElse(null))
                .map(
                    (row, context) ->
                        new Beat(
                            Optional.ofNullable(uuid(row, "present")),
                            context
                                .findColumnMapperFor(Instant.class)
                                .orElseThrow()
                                .map(row, "seen", context),
                            Duration.ofNanos(System.nanoTime() - start)))
                .one();
          }
        });
  }

  @Override
  public void leave(HostPort address, UUID processId) {
    database.write(
        handle -> {
          try (var leave = handle.createUpdate(LEAVE)) {
            return leave.bind("address", address.toString()).bind("process", processId).execute();
          }
        });
  }

  @Override
  public Beat storeTime() {
    var time = database.now();
    return new Beat(Optional.empty(), time.now(), time.roundTrip());
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, NodeRow row, @Nullable UUID incarnation) {
    return statement
        .bind("address", row.address().toString())
        .bind("process", row.processId())
        .bindByType("incarnation", incarnation, UUID.class)
        .bind("management", row.management().map(HostPort::toString).orElse(null))
        .bind("region", row.region());
  }

  private static NodeRow node(ResultSet row) throws SQLException {
    var management = row.getString("management_address");
    return new NodeRow(
        address(row.getString("address")),
        row.getObject("process_id", UUID.class),
        Optional.ofNullable(uuid(row, "incarnation")),
        Optional.ofNullable(management).map(JdbiNodeTable::address),
        row.getString("region"),
        Duration.ofMillis((long) (row.getDouble("age") * 1000)));
  }

  private static HostPort address(String text) {
    return HostPort.parse(text)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The table node holds \"" + text + "\", which is no address."));
  }

  private static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
