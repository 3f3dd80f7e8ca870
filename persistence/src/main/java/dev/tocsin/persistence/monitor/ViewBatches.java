package dev.tocsin.persistence.monitor;

import dev.tocsin.Ids;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.tenancy.AuditRows;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes one kind of row after the other; each statement changes nothing when it is repeated. */
final class ViewBatches {
  /** Rows of all transactions are taken in this order, so that two never wait for each other. */
  private static final Comparator<MonitorViewChange> ORDER =
      Comparator.<MonitorViewChange, UUID>comparing(
              change -> change.after().ref().organization().value())
          .thenComparing(change -> change.after().ref().monitor().value())
          .thenComparing(MonitorViewChange::sequence);

  private final Handle handle;
  private final List<MonitorViewChange> changes;

  ViewBatches(Handle handle, List<MonitorViewChange> changes) {
    this.handle = handle;
    this.changes = changes.stream().sorted(ORDER).toList();
  }

  void write() {
    currentRows();
    outages();
    events();
    audit();
  }

  private void currentRows() {
    Map<MonitorRef, MonitorViewChange> newest = new LinkedHashMap<>();
    changes.forEach(change -> newest.put(change.after().ref(), change));
    batch(
        """
        insert into monitor_status
          (organization_id, monitor_id, status, since, outage_id, cause, sequence)
        values (:organization, :monitor, :status, :since, :outage, :cause, :sequence)
        on conflict do nothing
        """,
        newest.values(),
        ViewBatches::bindStatus);
    batch(
        """
        update monitor_status set status = :status, since = :since, outage_id = :outage,
          cause = :cause, sequence = :sequence
        where organization_id = :organization and monitor_id = :monitor and sequence < :sequence
        """,
        newest.values(),
        ViewBatches::bindStatus);
  }

  private static void bindStatus(PreparedBatch batch, MonitorViewChange change) {
    MonitorStatus after = change.after();
    OutageId outage = after.outage();
    bindRef(batch, after.ref())
        .bind("status", after.status().name().toLowerCase(Locale.ROOT))
        .bind("since", after.since())
        .bindByType("outage", outage == null ? null : outage.value(), UUID.class)
        .bindByType("cause", after.cause(), String.class)
        .bind("sequence", change.sequence());
  }

  private void outages() {
    List<MonitorViewChange> begun = new ArrayList<>();
    List<MonitorViewChange> corrected = new ArrayList<>();
    List<MonitorViewChange> ended = new ArrayList<>();
    for (MonitorViewChange change : changes) {
      if (change.event() instanceof MonitorEvent.WentDown down) {
        (down.at().equals(change.after().since()) ? begun : corrected).add(change);
      }
      if (change.ended() != null) {
        ended.add(change);
      }
    }
    batch(
        """
        insert into outage (organization_id, id, monitor_id, started_at, cause)
        values (:organization, :id, :monitor, :startedAt, :cause)
        on conflict do nothing
        """,
        begun,
        ViewBatches::bindBegin);
    batch(
        """
        update outage set cause = :cause
        where organization_id = :organization and id = :id and monitor_id = :monitor
        """,
        corrected,
        ViewBatches::bindCause);
    batch(
        """
        update outage set ended_at = :endedAt
        where organization_id = :organization and id = :id and monitor_id = :monitor
          and ended_at is null
        """,
        ended,
        ViewBatches::bindEnd);
  }

  private static void bindBegin(PreparedBatch batch, MonitorViewChange change) {
    if (change.event() instanceof MonitorEvent.WentDown down) {
      bindRef(batch, change.after().ref())
          .bind("id", down.outage().value())
          .bind("startedAt", down.at())
          .bind("cause", down.cause());
    }
  }

  private static void bindCause(PreparedBatch batch, MonitorViewChange change) {
    OutageId outage = change.after().outage();
    if (outage != null && change.event() instanceof MonitorEvent.WentDown down) {
      bindRef(batch, change.after().ref()).bind("id", outage.value()).bind("cause", down.cause());
    }
  }

  private static void bindEnd(PreparedBatch batch, MonitorViewChange change) {
    OutageId ended = change.ended();
    if (ended != null) {
      bindRef(batch, change.after().ref())
          .bind("id", ended.value())
          .bind("endedAt", change.event().at());
    }
  }

  private void events() {
    batch(
        """
        insert into event_log
          (organization_id, entity, sequence, at, event, author_kind, author_id, detail)
        values (:organization, :entity, :sequence, :at, :event, :authorKind, :authorId, :detail)
        on conflict do nothing
        """,
        changes,
        ViewBatches::bindEvent);
  }

  private static void bindEvent(PreparedBatch batch, MonitorViewChange change) {
    MonitorRef ref = change.after().ref();
    Author by = change.event().by();
    batch
        .bind("organization", ref.organization().value())
        .bind("entity", "monitor:" + ref.monitor())
        .bind("sequence", change.sequence())
        .bind("at", change.event().at())
        .bind("event", EventNames.name(change.event()))
        .bindByType("authorKind", by == null ? null : AuditRows.stored(by.kind()), String.class)
        .bindByType("authorId", by == null ? null : by.id(), UUID.class)
        .bind("detail", detail(change.event()));
  }

  private void audit() {
    List<AuditRows.OrganizationEntry> entries = new ArrayList<>();
    for (MonitorViewChange change : changes) {
      Author by = change.event().by();
      String action = action(change.event());
      if (by != null && by.kind() != Author.Kind.SYSTEM && action != null) {
        entries.add(entry(change, by, action));
      }
    }
    AuditRows.insertAbsent(handle, entries);
  }

  private static AuditRows.OrganizationEntry entry(
      MonitorViewChange change, Author by, String action) {
    MonitorRef ref = change.after().ref();
    Instant at = change.event().at();
    UUID id =
        Ids.derive(
            ref.organization().value(),
            "audit",
            "monitor:" + ref.monitor() + ":" + change.sequence());
    return new AuditRows.OrganizationEntry(
        ref.organization(),
        new AuditEntry(
            id, at, by, action, "monitor", ref.monitor().toString(), detail(change.event())));
  }

  private <T> void batch(String sql, Collection<T> rows, BiConsumer<PreparedBatch, T> bind) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (T row : rows) {
        bind.accept(batch, row);
        batch.add();
      }
      batch.execute();
    }
  }

  private static PreparedBatch bindRef(PreparedBatch batch, MonitorRef ref) {
    return batch
        .bind("organization", ref.organization().value())
        .bind("monitor", ref.monitor().value());
  }

  /** Null where the change of configuration has an audit row of its own. */
  private static @Nullable String action(MonitorEvent event) {
    return switch (event) {
      case MonitorEvent.WentUp up -> "monitor.state";
      case MonitorEvent.WentDegraded degraded -> "monitor.state";
      case MonitorEvent.WentDown down -> "monitor.state";
      case MonitorEvent.Paused paused -> "monitor.pause";
      case MonitorEvent.Resumed resumed -> "monitor.resume";
      case MonitorEvent.Deleted deleted -> null;
    };
  }

  private static String detail(MonitorEvent event) {
    Map<String, String> detail = new HashMap<>();
    switch (event) {
      case MonitorEvent.WentUp up -> detail.put("status", "up");
      case MonitorEvent.WentDegraded degraded -> {
        detail.put("status", "degraded");
        detail.put("cause", degraded.cause());
      }
      case MonitorEvent.WentDown down -> {
        detail.put("status", "down");
        detail.put("cause", down.cause());
        detail.put("outage", down.outage().toString());
      }
      case MonitorEvent.Paused paused -> detail.put("status", "paused");
      case MonitorEvent.Resumed resumed -> detail.put("status", "pending");
      case MonitorEvent.Deleted deleted -> {}
    }
    return StoredJson.write(detail);
  }
}
