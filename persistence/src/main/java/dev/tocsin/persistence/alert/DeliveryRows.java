package dev.tocsin.persistence.alert;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Notification;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The alerts' messages, each in a row; only what has changed since its alert's row is written. */
final class DeliveryRows {
  private DeliveryRows() {}

  private record Changed(AlertRecord alert, Notification notification) {}

  /** Before the alerts' own rows, which say what is known here. */
  static void write(Handle handle, Collection<AlertRecord> alerts) {
    List<AlertRecord> telling =
        alerts.stream().filter(alert -> !alert.notifications().isEmpty()).toList();
    if (telling.isEmpty()) {
      return;
    }
    Map<AlertRef, Long> known = known(handle, telling);
    List<Changed> changed = new ArrayList<>();
    for (AlertRecord alert : telling) {
      long before = known.getOrDefault(alert.ref(), 0L);
      if (before < alert.sequence()) {
        changes(alert, (int) before).forEach(each -> changed.add(new Changed(alert, each)));
      }
    }
    if (changed.isEmpty()) {
      return;
    }
    batch(
        handle,
        """
        insert into delivery
          (organization_id, id, alert_id, endpoint_id, kind, state, attempts, due_at, changed_at,
           reason, reference, sequence)
        values
          (:organization, :id, :alert, :endpoint, :kind, :state, :attempts, :due, :at,
           :reason, :reference, :sequence)
        on conflict do nothing
        """,
        changed);
    batch(
        handle,
        """
        update delivery set state = :state, attempts = :attempts, changed_at = :at,
          reason = :reason, reference = :reference, sequence = :sequence
        where organization_id = :organization and id = :id and sequence < :sequence
        """,
        changed);
  }

  private static Map<AlertRef, Long> known(Handle handle, List<AlertRecord> alerts) {
    Map<AlertRef, Long> known = new HashMap<>();
    handle
        .createQuery(
            """
            select organization_id, id, sequence from alert
            where organization_id in (<organizations>) and id in (<ids>)
            """)
        .bindList(
            "organizations",
            alerts.stream().map(alert -> alert.ref().organization().value()).distinct().toList())
        .bindList("ids", alerts.stream().map(alert -> alert.ref().alert().value()).toList())
        .map(
            (row, context) ->
                known.put(
                    new AlertRef(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        new AlertId(row.getObject("id", UUID.class))),
                    row.getLong("sequence")))
        .list();
    return known;
  }

  private static List<Notification> changes(AlertRecord alert, int before) {
    AlertRecord then = AlertRecord.empty(alert.ref());
    for (var event : alert.history().subList(0, before)) {
      then = then.apply(event);
    }
    AlertRecord old = then;
    return alert.notifications().stream()
        .filter(each -> !each.equals(old.notification(each.intended().id())))
        .toList();
  }

  private static void batch(Handle handle, String sql, List<Changed> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (Changed each : rows) {
        bind(batch, each.alert(), each.notification());
        batch.add();
      }
      batch.execute();
    }
  }

  private static void bind(PreparedBatch batch, AlertRecord alert, Notification notification) {
    batch
        .bind("organization", alert.ref().organization().value())
        .bind("id", notification.intended().id())
        .bind("alert", alert.ref().alert().value())
        .bind("endpoint", notification.intended().endpoint())
        .bind("kind", stored(notification.intended().kind()))
        .bind("state", stored(notification.progress()))
        .bind("attempts", notification.attempts())
        .bind("due", notification.intended().due())
        .bind("at", notification.at())
        .bindByType("reason", notification.reason(), String.class)
        .bindByType("reference", notification.reference(), String.class)
        .bind("sequence", alert.sequence());
  }

  static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
