package dev.tocsin.persistence.alert;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Notification.Progress;
import dev.tocsin.notify.Message;
import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table of deliveries; see {@link DeliveryLog}. */
public final class JdbiDeliveryLog implements DeliveryLog {
  /** In one transaction: a table that was never cleaned is not locked for long. */
  private static final int AT_ONCE = 5_000;

  private final Database database;

  public JdbiDeliveryLog(Database database) {
    this.database = database;
  }

  @Override
  public List<Delivery> list(OrganizationId organization, UUID place, Question question) {
    StringBuilder sql =
        new StringBuilder(
            """
            select d.id, d.alert_id, a.title, d.kind, d.state, d.attempts, d.due_at, d.changed_at,
              d.reason, d.reference
            from delivery d
            left join alert a on a.organization_id = d.organization_id and a.id = d.alert_id
            where d.organization_id = :organization and d.endpoint_id = :place
            """);
    if (!question.states().isEmpty()) {
      sql.append(" and d.state in (<states>)");
    }
    if (question.before() != null) {
      sql.append(" and d.due_at <= :beforeAt and (d.due_at < :beforeAt or d.id < :beforeId)");
    }
    sql.append(" order by d.due_at desc, d.id desc limit :limit");
    return database.read(
        handle -> {
          Query query =
              handle
                  .createQuery(sql.toString())
                  .bind("organization", organization.value())
                  .bind("place", place)
                  .bind("limit", question.limit());
          if (!question.states().isEmpty()) {
            query.bindList("states", question.states().stream().map(DeliveryRows::stored).toList());
          }
          Cursor before = question.before();
          if (before != null) {
            query.bind("beforeAt", before.due()).bind("beforeId", before.message());
          }
          return query.map((row, context) -> delivery(row)).list();
        });
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        of(row),
        Message.Kind.valueOf(constant(row.getString("kind"))),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        new Result(
            Progress.valueOf(constant(row.getString("state"))),
            row.getInt("attempts"),
            row.getObject("changed_at", OffsetDateTime.class).toInstant(),
            row.getString("reason"),
            row.getString("reference")));
  }

  private static @Nullable Of of(ResultSet row) throws SQLException {
    UUID alert = row.getObject("alert_id", UUID.class);
    return alert == null ? null : new Of(new AlertId(alert), row.getString("title"));
  }

  @Override
  public void add(OrganizationId organization, UUID place, Delivery delivery) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into delivery
                      (organization_id, id, alert_id, endpoint_id, kind, state, attempts, due_at,
                       changed_at, reason, reference, sequence)
                    values
                      (:organization, :id, null, :place, :kind, :state, :attempts, :due,
                       :at, :reason, :reference, 0)
                    on conflict do nothing
                    """)
                .bind("organization", organization.value())
                .bind("id", delivery.id())
                .bind("place", place)
                .bind("kind", DeliveryRows.stored(delivery.kind()))
                .bind("state", DeliveryRows.stored(delivery.result().state()))
                .bind("attempts", delivery.result().attempts())
                .bind("due", delivery.due())
                .bind("at", delivery.result().at())
                .bindByType("reason", delivery.result().reason(), String.class)
                .bindByType("reference", delivery.result().reference(), String.class)
                .execute());
  }

  @Override
  public List<Last> last() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select i.organization_id, i.id,
                      (select max(changed_at) from delivery d
                       where d.organization_id = i.organization_id and d.endpoint_id = i.id
                         and d.state = 'delivered' and d.alert_id is not null) as delivered_at,
                      (select max(changed_at) from delivery d
                       where d.organization_id = i.organization_id and d.endpoint_id = i.id
                         and d.state in ('failed', 'waiting') and d.attempts > 0
                         and d.alert_id is not null) as failed_at,
                      (select d.reason from delivery d
                       where d.organization_id = i.organization_id and d.endpoint_id = i.id
                         and d.state in ('failed', 'waiting') and d.attempts > 0
                         and d.alert_id is not null
                       order by d.changed_at desc limit 1) as reason
                    from item i
                    where i.kind in ('channel', 'contact-method') and i.deleted_at is null
                    """)
                .map(
                    (row, context) ->
                        new Last(
                            new OrganizationId(row.getObject("organization_id", UUID.class)),
                            row.getObject("id", UUID.class),
                            time(row, "delivered_at"),
                            time(row, "failed_at"),
                            row.getString("reason")))
                .list());
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static String constant(String stored) {
    return stored.toUpperCase(Locale.ROOT);
  }

  @Override
  public void forget(Instant before) {
    int gone;
    do {
      gone =
          database.write(
              handle ->
                  handle
                      .createUpdate(
                          """
                          delete from delivery where (organization_id, id) in (
                            select organization_id, id from delivery
                            where changed_at < :before limit :most)
                          """)
                      .bind("before", before)
                      .bind("most", AT_ONCE)
                      .execute());
    } while (gone == AT_ONCE);
  }
}
