package dev.tocsin.persistence.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.tenancy.JdbiAuditLog;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiMonitorViewsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.5Z");
  private static final Author ANN = Author.user(UserId.create());

  private final TestDatabase test;
  private final Database database;
  private final JdbiMonitorViews views;
  private final OrganizationId organization = OrganizationId.create();

  JdbiMonitorViewsTest(TestDatabase test) {
    this.test = test;
    this.database = test.database();
    this.views = new JdbiMonitorViews(database);
  }

  @Test
  void keepsTheNewestStatusOfAMonitor() {
    MonitorRef ref = ref();
    OutageId outage = OutageId.create();
    views.store(List.of(up(ref, 1, null), down(ref, 2, outage)));
    assertThat(status(ref))
        .isEqualTo(
            new MonitorStatus(
                ref, Status.DOWN, at(2), outage, "No answer", new StatusVersion(2, 0)));
  }

  @Test
  void neverGoesBackToAnOlderStatus() {
    MonitorRef ref = ref();
    OutageId outage = OutageId.create();
    MonitorViewChange down = down(ref, 2, outage);
    MonitorViewChange up = up(ref, 3, outage);
    views.store(List.of(up));
    views.store(List.of(down));
    assertThat(status(ref).status()).isEqualTo(Status.UP);
    assertThat(status(ref).version()).isEqualTo(new StatusVersion(3, 0));
  }

  @Test
  void writesAnOutageFromItsStartToItsEndOnce() {
    MonitorRef ref = ref();
    OutageId first = OutageId.create();
    OutageId second = OutageId.create();
    List<MonitorViewChange> changes =
        List.of(down(ref, 1, first), up(ref, 2, first), down(ref, 3, second));
    views.store(changes);
    views.store(changes);
    assertThat(views.outages(ref, at(0), at(10), null, 10))
        .containsExactly(
            new Outage(second, at(3), null, "No answer"),
            new Outage(first, at(1), at(2), "No answer"));
    assertThat(count("event_log")).isEqualTo(3);
  }

  @Test
  void takesOtherWordsForAnOutageForTheSameOutage() {
    MonitorRef ref = ref();
    OutageId outage = OutageId.create();
    MonitorViewChange corrected = corrected(ref, 2, outage, outage);
    MonitorViewChange asOnceWritten = corrected(ref, 3, OutageId.create(), outage);
    List<MonitorViewChange> changes =
        List.of(down(ref, 1, outage), corrected, asOnceWritten, up(ref, 4, outage));
    views.store(changes);
    views.store(changes);
    assertThat(views.outages(ref, at(0), at(10), null, 10))
        .containsExactly(new Outage(outage, at(1), at(4), "Corrected 3"));
  }

  @Test
  void findsOutagesThatOverlapATime() {
    MonitorRef ref = ref();
    OutageId outage = OutageId.create();
    views.store(List.of(down(ref, 10, outage), up(ref, 20, outage)));
    assertThat(views.outages(ref, at(0), at(10), null, 10)).isEmpty();
    assertThat(views.outages(ref, at(0), at(11), null, 10)).hasSize(1);
    assertThat(views.outages(ref, at(19), at(30), null, 10)).hasSize(1);
    assertThat(views.outages(ref, at(20), at(30), null, 10)).isEmpty();
    assertThat(views.outages(ref(), at(0), at(30), null, 10)).isEmpty();
  }

  @Test
  void writesAnAuditRowForWhatAPersonDidAndNoneForWhatChecksSaw() {
    MonitorRef ref = ref();
    MonitorViewChange paused =
        change(ref, 2, new MonitorEvent.Paused(at(2), ANN, 0), null, Status.PAUSED);
    MonitorViewChange bySystem =
        change(
            ref,
            3,
            new MonitorEvent.Resumed(at(3), Author.system(organization), 0),
            null,
            Status.PENDING);
    List<MonitorViewChange> changes = List.of(up(ref, 1, null), paused, bySystem);
    views.store(changes);
    views.store(changes);
    List<AuditEntry> entries = new JdbiAuditLog(database).page(organization, null, 10);
    assertThat(entries)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("monitor.pause");
              assertThat(entry.by()).isEqualTo(ANN);
              assertThat(entry.at()).isEqualTo(at(2));
              assertThat(entry.targetId()).isEqualTo(ref.monitor().toString());
            });
  }

  @Test
  void tellsOutagesPageByPage() {
    MonitorRef ref = ref();
    for (int i = 0; i < 7; i++) {
      OutageId outage = OutageId.create();
      // several begin at the same time, as those of one store that was away do
      int second = i - i % 3;
      views.store(List.of(down(ref, second, outage)));
    }
    List<Outage> whole = views.outages(ref, at(0), at(100), null, 100);
    assertThat(whole).hasSize(7);
    List<Outage> paged = new ArrayList<>();
    Outage.Cursor after = null;
    for (List<Outage> page = views.outages(ref, at(0), at(100), after, 2);
        !page.isEmpty();
        page = views.outages(ref, at(0), at(100), after, 2)) {
      paged.addAll(page);
      after = Outage.Cursor.parse(page.getLast().cursor().text()).orElseThrow();
    }
    assertThat(paged).isEqualTo(whole);
  }

  @Test
  void leavesDeletedMonitorsOut() {
    MonitorRef kept = ref();
    MonitorRef deleted = ref();
    createMonitor(kept, false);
    createMonitor(deleted, true);
    views.store(List.of(up(kept, 1, null), up(deleted, 1, null)));
    assertThat(views.statuses().stream().map(MonitorStatus::ref))
        .contains(kept)
        .doesNotContain(deleted);
  }

  @Test
  void findsMonitorsWhoseRowIsBehindTheirJournal() {
    MonitorRef current = ref();
    MonitorRef late = ref();
    MonitorRef withoutRow = ref();
    MonitorRef withoutJournal = ref();
    List.of(current, late, withoutRow, withoutJournal).forEach(ref -> createMonitor(ref, false));
    journal(List.of(current, late, withoutRow), 3);
    views.store(List.of(up(current, 3, null), up(late, 2, null)));
    assertThat(views.behind())
        .containsEntry(late, 3L)
        .containsEntry(withoutRow, 3L)
        .doesNotContainKey(current)
        .doesNotContainKey(withoutJournal);
  }

  @Test
  void storesConcurrentBatchesOfTheSameMonitors() throws Exception {
    List<MonitorRef> refs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      refs.add(ref());
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      List<Future<?>> writes = new ArrayList<>();
      for (int round = 1; round <= 12; round++) {
        List<MonitorViewChange> changes = new ArrayList<>();
        for (MonitorRef ref : refs) {
          changes.add(up(ref, round, null));
        }
        Collections.shuffle(changes, new Random(round));
        writes.add(threads.submit(() -> views.store(changes)));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    }
    assertThat(
            views.statuses().stream()
                .filter(status -> status.ref().organization().equals(organization)))
        .hasSize(200)
        .allMatch(status -> status.version().sequence() == 12);
  }

  @Test
  void storesTenThousandChangesAtOnce() {
    List<MonitorViewChange> changes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      changes.add(down(ref(), 1, OutageId.create()));
    }
    long before = System.nanoTime();
    views.store(changes);
    Duration first = Duration.ofNanos(System.nanoTime() - before);
    before = System.nanoTime();
    views.store(changes);
    Duration again = Duration.ofNanos(System.nanoTime() - before);
    System.out.println(
        test + ": 10,000 changes in " + first.toMillis() + " ms, again " + again.toMillis());
    assertThat(first).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void comparesManyMonitorsWithTheirJournalsQuickly() {
    int monitors = Integer.getInteger("tocsin.test.monitors", 10_000);
    List<MonitorRef> refs = new ArrayList<>();
    List<MonitorViewChange> changes = new ArrayList<>();
    for (int i = 0; i < monitors; i++) {
      MonitorRef ref = ref();
      refs.add(ref);
      changes.add(up(ref, 5, null));
    }
    createMonitors(refs);
    journal(refs, 5);
    views.store(changes);
    for (int round = 0; round < 3; round++) {
      long before = System.nanoTime();
      assertThat(views.behind().keySet()).doesNotContainAnyElementsOf(refs.subList(0, 10));
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      System.out.println(test + ": " + monitors + " compared in " + took.toMillis() + " ms");
      assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
  }

  private MonitorRef ref() {
    return new MonitorRef(organization, MonitorId.create());
  }

  private static Instant at(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static MonitorViewChange up(MonitorRef ref, long sequence, @Nullable OutageId ended) {
    return change(ref, sequence, new MonitorEvent.WentUp(at(sequence), null, 0), ended, Status.UP);
  }

  private static MonitorViewChange down(MonitorRef ref, long sequence, OutageId outage) {
    MonitorEvent event = new MonitorEvent.WentDown(outage, at(sequence), "No answer", null, 0);
    MonitorStatus after =
        new MonitorStatus(
            ref, Status.DOWN, at(sequence), outage, "No answer", new StatusVersion(sequence, 0));
    return new MonitorViewChange(sequence, event, null, after);
  }

  /** What a person says of an outage that began at second 1. */
  private static MonitorViewChange corrected(
      MonitorRef ref, long sequence, OutageId named, OutageId current) {
    String cause = "Corrected " + sequence;
    MonitorStatus after =
        new MonitorStatus(ref, Status.DOWN, at(1), current, cause, new StatusVersion(sequence, 0));
    return new MonitorViewChange(
        sequence, new MonitorEvent.WentDown(named, at(sequence), cause, ANN, 0), null, after);
  }

  private static MonitorViewChange change(
      MonitorRef ref, long sequence, MonitorEvent event, @Nullable OutageId ended, Status status) {
    MonitorStatus after =
        new MonitorStatus(ref, status, event.at(), null, null, new StatusVersion(sequence, 0));
    return new MonitorViewChange(sequence, event, ended, after);
  }

  private MonitorStatus status(MonitorRef ref) {
    return views.statuses().stream()
        .filter(status -> status.ref().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  private long count(String table) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select count(*) from " + table + " where organization_id = :organization")
                .bind("organization", organization.value())
                .mapTo(Long.class)
                .one());
  }

  private void createMonitor(MonitorRef ref, boolean deleted) {
    createMonitors(List.of(ref));
    if (deleted) {
      database.write(
          handle ->
              handle
                  .createUpdate("update monitor set deleted_at = :at where id = :id")
                  .bind("id", ref.monitor().value())
                  .bind("at", NOON)
                  .execute());
    }
  }

  private void createMonitors(List<MonitorRef> refs) {
    database.write(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into organization (id, name, created_at) values (:id, 'One', :at)
                  on conflict do nothing
                  """)
              .bind("id", organization.value())
              .bind("at", NOON)
              .execute();
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  insert into monitor (organization_id, id, name, spec, check_interval_ms,
                    timeout_ms, confirmations, recovery_confirmations, tags, created_at, revision)
                  values (:organization, :id, 'M', '', 1, 1, 1, 1, '[]', :at, 1)
                  """);
          for (MonitorRef ref : refs) {
            batch
                .bind("organization", ref.organization().value())
                .bind("id", ref.monitor().value())
                .bind("at", NOON)
                .add();
          }
          return batch.execute().length;
        });
  }

  /** Events 1 to {@code last} of each, as the journal's plugin writes them. */
  private void journal(List<MonitorRef> refs, int last) {
    database.write(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  insert into event_journal (persistence_id, sequence_number, writer, event_payload,
                    event_ser_id, event_ser_manifest)
                  values (:id, :sequence, 'w', :payload, 1, 'm')
                  """);
          for (MonitorRef ref : refs) {
            for (int sequence = 1; sequence <= last; sequence++) {
              batch
                  .bind("id", "Monitor|" + ref.entityId())
                  .bind("sequence", sequence)
                  .bind("payload", new byte[50])
                  .add();
            }
          }
          return batch.execute().length;
        });
  }
}
