package dev.tocsin.persistence.alert;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AlertView;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The table of alerts, and with it that of their messages; see {@link AlertViews}. */
public final class JdbiAlertViews implements AlertViews {
  private static final int FETCH = 500;

  /** Rows of all transactions are taken in this order, so that two never wait for each other. */
  private static final Comparator<AlertRef> ORDER =
      Comparator.<AlertRef, UUID>comparing(ref -> ref.organization().value())
          .thenComparing(ref -> ref.alert().value());

  private final Database database;

  public JdbiAlertViews(Database database) {
    this.database = database;
  }

  @Override
  public void store(List<AlertView> views) {
    Map<AlertRef, AlertRecord> newest = new TreeMap<>(ORDER);
    for (AlertView view : views) {
      newest.merge(
          view.record().ref(),
          view.record(),
          (one, other) -> one.sequence() < other.sequence() ? other : one);
    }
    if (newest.isEmpty()) {
      return;
    }
    database.write(
        handle -> {
          write(handle, newest.values());
          return true;
        });
  }

  private static void write(Handle handle, Collection<AlertRecord> alerts) {
    DeliveryRows.write(handle, alerts);
    batch(
        handle,
        """
        insert into alert
          (organization_id, id, state, severity, title, words, monitor_id, raised_at, is_open,
           sequence, record)
        values
          (:organization, :id, :state, :severity, :title, :words, :monitor, :raisedAt, :open,
           :sequence, :record)
        on conflict do nothing
        """,
        alerts);
    batch(
        handle,
        """
        update alert set state = :state, severity = :severity, title = :title, words = :words,
          is_open = :open, sequence = :sequence, record = :record
        where organization_id = :organization and id = :id and sequence < :sequence
        """,
        alerts);
  }

  private static void batch(Handle handle, String sql, Collection<AlertRecord> alerts) {
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (AlertRecord alert : alerts) {
        AlertSubject subject = alert.subject();
        if (subject != null) {
          bind(batch, alert, subject);
          batch.add();
        }
      }
      batch.execute();
    }
  }

  private static void bind(PreparedBatch batch, AlertRecord alert, AlertSubject subject) {
    UUID monitor = subject.source() instanceof AlertSource.OfMonitor(var id) ? id.value() : null;
    batch
        .bind("organization", alert.ref().organization().value())
        .bind("id", alert.ref().alert().value())
        .bind("state", stored(alert.state()))
        .bind("severity", stored(subject.severity()))
        .bind("title", subject.title())
        .bind("words", (subject.title() + "\n" + subject.detail()).toLowerCase(Locale.ROOT))
        .bindByType("monitor", monitor, UUID.class)
        .bind("raisedAt", alert.raisedAt())
        .bind("open", alert.isOpen())
        .bind("sequence", alert.sequence())
        .bind("record", StoredJson.write(alert));
  }

  @Override
  public List<AlertRecord> open() {
    return database.snapshot(
        handle -> {
          try (Stream<AlertRecord> rows =
              handle
                  .createQuery("select record from alert where is_open")
                  .setFetchSize(FETCH)
                  .mapTo(String.class)
                  .stream()
                  .map(JdbiAlertViews::read)) {
            return rows.toList();
          }
        });
  }

  @Override
  public List<AlertRef> ended() {
    return refs(
        """
        select a.organization_id, a.id from alert a
        left join outage o on o.organization_id = a.organization_id and o.id = a.id
        left join monitor m on m.organization_id = a.organization_id and m.id = a.monitor_id
        where a.is_open and a.state <> 'resolved' and a.monitor_id is not null
          and (o.ended_at is not null or m.deleted_at is not null)
        """);
  }

  @Override
  public List<AlertRef> unknown() {
    return refs(
        """
        select a.organization_id, a.id from alert a
        join monitor_status s
          on s.organization_id = a.organization_id and s.monitor_id = a.monitor_id
        left join outage o on o.organization_id = a.organization_id and o.id = a.id
        where a.is_open and a.state <> 'resolved' and a.monitor_id is not null
          and o.id is null and (s.outage_id is null or s.outage_id <> a.id)
        """);
  }

  private List<AlertRef> refs(String sql) {
    return database.read(
        handle ->
            handle
                .createQuery(sql)
                .map(
                    (row, context) ->
                        new AlertRef(
                            new OrganizationId(row.getObject("organization_id", UUID.class)),
                            new AlertId(row.getObject("id", UUID.class))))
                .list());
  }

  @Override
  public Optional<AlertRecord> find(AlertRef alert) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select record from alert where organization_id = :organization and id = :id")
                .bind("organization", alert.organization().value())
                .bind("id", alert.alert().value())
                .mapTo(String.class)
                .findOne()
                .map(JdbiAlertViews::read));
  }

  @Override
  public List<AlertRecord> list(OrganizationId organization, Question question) {
    StringBuilder sql =
        new StringBuilder("select record from alert where organization_id = :organization");
    if (!question.states().isEmpty()) {
      sql.append(" and state in (<states>)");
    }
    if (!question.severities().isEmpty()) {
      sql.append(" and severity in (<severities>)");
    }
    if (question.monitor() != null) {
      sql.append(" and monitor_id = :monitor");
    }
    if (question.text() != null) {
      sql.append(" and words like :words escape '!'");
    }
    if (question.before() != null) {
      sql.append(" and raised_at <= :beforeAt and (raised_at < :beforeAt or id < :beforeId)");
    }
    sql.append(" order by raised_at desc, id desc limit :limit");
    return database.read(
        handle -> {
          Query query =
              handle
                  .createQuery(sql.toString())
                  .bind("organization", organization.value())
                  .bind("limit", question.limit());
          bind(query, question);
          return query.mapTo(String.class).map(JdbiAlertViews::read).list();
        });
  }

  private static void bind(Query query, Question question) {
    if (!question.states().isEmpty()) {
      query.bindList("states", question.states().stream().map(JdbiAlertViews::stored).toList());
    }
    if (!question.severities().isEmpty()) {
      query.bindList(
          "severities", question.severities().stream().map(JdbiAlertViews::stored).toList());
    }
    if (question.monitor() != null) {
      query.bind("monitor", question.monitor().value());
    }
    if (question.text() != null) {
      query.bind("words", "%" + escaped(question.text().toLowerCase(Locale.ROOT)) + "%");
    }
    if (question.before() != null) {
      query
          .bind("beforeAt", question.before().raisedAt())
          .bind("beforeId", question.before().alert().value());
    }
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static AlertRecord read(String json) {
    return StoredJson.read(json, AlertRecord.class);
  }
}
