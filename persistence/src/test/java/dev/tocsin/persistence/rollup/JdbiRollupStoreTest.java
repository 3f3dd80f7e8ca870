package dev.tocsin.persistence.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.rollup.RollupStore.LateEvents;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiRollupStoreTest {
  private static final LocalDate MAY_1 = LocalDate.of(2026, 5, 1);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Latency LATENCY = new Latency(1234.56789, 1000.1, 2000.2, 1.0 / 3);

  private final TestDatabase test;
  private final Database database;
  private final JdbiRollupStore store;
  private final OrganizationId organization = OrganizationId.create();
  private final MonitorRef shop = new MonitorRef(organization, MonitorId.create());
  private final MonitorRef blog = new MonitorRef(organization, MonitorId.create());

  JdbiRollupStoreTest(TestDatabase test) {
    this.test = test;
    this.database = test.database();
    this.store = new JdbiRollupStore(database);
  }

  private static RolledDay rolled(LocalDate date, Duration after, boolean archived) {
    Day day = Day.of(date, BERLIN);
    Instant first = day.end().plus(Duration.ofMinutes(10)).plusNanos(123_456_000);
    return new RolledDay(day, first, first.plus(after), archived);
  }

  private static RolledDay settled(LocalDate date) {
    return rolled(date, Duration.ofHours(26), true);
  }

  private static MonitorRollup row(
      MonitorRef monitor, LocalDate day, String region, long checks, Latency latency) {
    return new MonitorRollup(
        monitor,
        new Rollup(
            day,
            region,
            new Uptime(Duration.ofMillis(86_400_000), Duration.ofMillis(1_234)),
            new DayResults(checks, latency, Duration.ofMillis(80_000_001))));
  }

  private static MonitorRollup row(MonitorRef monitor, LocalDate day) {
    return row(monitor, day, "eu", 1_440, LATENCY);
  }

  @Test
  void keepsAWholeDay() {
    List<MonitorRollup> rows =
        List.of(
            row(shop, MAY_1, "eu", 1_440, LATENCY),
            row(shop, MAY_1, "us", 0, null),
            row(blog, MAY_1));
    store.store(organization, settled(MAY_1), rows);
    assertThat(store.rows(organization, MAY_1)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(store.newest(organization)).contains(settled(MAY_1));
    assertThat(store.rows(OrganizationId.create(), MAY_1)).isEmpty();
  }

  @Test
  void putsADayInThePlaceOfWhatWasThere() {
    store.store(
        organization,
        rolled(MAY_1, Duration.ZERO, false),
        List.of(row(shop, MAY_1, "home", 0, null), row(blog, MAY_1)));
    List<MonitorRollup> rows = List.of(row(shop, MAY_1, "eu", 7, LATENCY));
    for (int i = 0; i < 2; i++) {
      store.store(organization, settled(MAY_1), rows);
      assertThat(store.rows(organization, MAY_1)).isEqualTo(rows);
      assertThat(store.endingAfter(organization, Instant.EPOCH)).containsExactly(settled(MAY_1));
    }
  }

  @Test
  void writesAWholeDayOrNothing() {
    List<MonitorRollup> before = List.of(row(shop, MAY_1));
    store.store(organization, settled(MAY_1), before);
    List<MonitorRollup> broken = new ArrayList<>();
    for (int i = 0; i < 2_100; i++) {
      broken.add(row(new MonitorRef(organization, MonitorId.create()), MAY_1));
    }
    broken.add(broken.getFirst());
    assertThatThrownBy(() -> store.store(organization, rolled(MAY_1, Duration.ZERO, false), broken))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(store.rows(organization, MAY_1)).isEqualTo(before);
    assertThat(store.newest(organization)).contains(settled(MAY_1));
  }

  @Test
  void tellsAMonitorsDaysNewestFirst() {
    for (int day = 0; day < 5; day++) {
      LocalDate date = MAY_1.plusDays(day);
      store.store(
          organization,
          settled(date),
          List.of(row(shop, date, "us", 1, null), row(shop, date, "eu", 1, null), row(blog, date)));
    }
    assertThat(store.rollups(shop, MAY_1.plusDays(1), MAY_1.plusDays(2)))
        .extracting(it -> it.day() + " " + it.region())
        .containsExactly("2026-05-03 eu", "2026-05-03 us", "2026-05-02 eu", "2026-05-02 us");
    assertThat(store.rollups(blog, MAY_1, MAY_1.plusDays(100))).hasSize(5);
    assertThat(
            store.rollups(
                new MonitorRef(OrganizationId.create(), blog.monitor()), MAY_1, MAY_1.plusDays(9)))
        .isEmpty();
  }

  @Test
  void knowsHowFarItIs() {
    assertThat(store.newest(organization)).isEmpty();
    assertThat(store.eventsUntil(organization)).isEmpty();
    store.store(organization, settled(MAY_1), List.of());
    store.store(organization, rolled(MAY_1.plusDays(1), Duration.ZERO, true), List.of());
    store.store(organization, rolled(MAY_1.plusDays(2), Duration.ofHours(3), false), List.of());
    assertThat(store.newest(organization).orElseThrow().day())
        .isEqualTo(Day.of(MAY_1.plusDays(2), BERLIN));
    assertThat(store.unsettled(organization))
        .extracting(it -> it.day().date())
        .containsExactly(MAY_1.plusDays(1), MAY_1.plusDays(2));
    assertThat(store.endingAfter(organization, settled(MAY_1).day().end())).hasSize(2);
    assertThat(store.endingAfter(organization, settled(MAY_1).day().end().minusMillis(1)))
        .hasSize(3);
    Instant noon = Instant.parse("2026-05-03T12:00:00.123456Z");
    store.noteEventsUntil(organization, noon.minusSeconds(1));
    store.noteEventsUntil(organization, noon);
    assertThat(store.eventsUntil(organization)).contains(noon);
  }

  @Test
  void findsEventsThatWereStoredLate() {
    Instant at = Instant.parse("2026-05-01T12:00:00Z");
    assertThat(store.firstEvent(organization)).isEmpty();
    event(1, at.plusSeconds(5), at.plusSeconds(6));
    event(2, at.plusSeconds(10), at.plusSeconds(100));
    event(3, at.plusSeconds(20), at.plusSeconds(90));
    event(4, at.plusSeconds(200), at.plusSeconds(200));
    assertThat(store.firstEvent(organization)).contains(at.plusSeconds(5));
    assertThat(store.lateEvents(organization, at.plusSeconds(50), at.plusSeconds(60)))
        .contains(new LateEvents(at.plusSeconds(10), at.plusSeconds(100)));
    assertThat(store.lateEvents(organization, at.plusSeconds(100), at.plusSeconds(60))).isEmpty();
    assertThat(store.lateEvents(organization, at, at.plusSeconds(5))).isEmpty();
    assertThat(store.lateEvents(OrganizationId.create(), at, at.plusSeconds(999))).isEmpty();
  }

  private void event(long sequence, Instant at, Instant storedAt) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into event_log
                      (organization_id, entity, sequence, at, event, detail, stored_at)
                    values (:organization, :entity, :sequence, :at, 'went-up', '{}', :storedAt)
                    """)
                .bind("organization", organization.value())
                .bind("entity", "monitor:" + shop.monitor())
                .bind("sequence", sequence)
                .bind("at", at)
                .bind("storedAt", storedAt)
                .execute());
  }

  @Test
  void removesOneDayAfterTheOther() {
    for (int day = 0; day < 4; day++) {
      LocalDate date = MAY_1.plusDays(day);
      store.store(organization, settled(date), List.of(row(shop, date), row(blog, date)));
    }
    OrganizationId other = OrganizationId.create();
    MonitorRef theirs = new MonitorRef(other, MonitorId.create());
    store.store(other, settled(MAY_1), List.of(row(theirs, MAY_1)));
    LocalDate first = MAY_1.plusDays(2);
    assertThat(store.removeOldest(organization, first)).isTrue();
    assertThat(store.rollups(shop, MAY_1, first)).hasSize(2);
    assertThat(store.removeOldest(organization, first)).isTrue();
    assertThat(store.removeOldest(organization, first)).isFalse();
    assertThat(store.endingAfter(organization, Instant.EPOCH)).hasSize(2);
    assertThat(store.rollups(blog, MAY_1, MAY_1.plusDays(9))).hasSize(2);
    assertThat(store.rollups(theirs, MAY_1, MAY_1)).hasSize(1);
  }

  @Test
  void takesTheSameDayFromTwoAtOnce() throws Exception {
    List<MonitorRollup> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(row(new MonitorRef(organization, MonitorId.create()), MAY_1));
    }
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writes.add(threads.submit(() -> untilTaken(rows)));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    }
    assertThat(store.rows(organization, MAY_1)).containsExactlyInAnyOrderElementsOf(rows);
  }

  /** One who has waited too long for the other is told that the store is away, and comes again. */
  private void untilTaken(List<MonitorRollup> rows) {
    for (int attempt = 1; ; attempt++) {
      try {
        store.store(organization, settled(MAY_1), rows);
        return;
      } catch (StoreUnavailableException waitedTooLong) {
        if (attempt == 20) {
          throw waitedTooLong;
        }
      }
    }
  }

  @Test
  void takesADayOfManyMonitors() {
    int monitors = Integer.getInteger("tocsin.test.monitors", 5_000);
    List<MonitorRollup> rows = new ArrayList<>();
    for (int i = 0; i < monitors; i++) {
      rows.add(row(new MonitorRef(organization, new MonitorId(Ids.create())), MAY_1));
    }
    long before = System.nanoTime();
    store.store(organization, rolled(MAY_1, Duration.ZERO, true), rows);
    Duration first = Duration.ofNanos(System.nanoTime() - before);
    before = System.nanoTime();
    store.store(organization, settled(MAY_1), rows);
    Duration again = Duration.ofNanos(System.nanoTime() - before);
    before = System.nanoTime();
    assertThat(store.rows(organization, MAY_1)).hasSize(monitors);
    Duration read = Duration.ofNanos(System.nanoTime() - before);
    System.out.printf(
        "%s: %d rollups in %d ms, again in %d ms, read in %d ms%n",
        test, monitors, first.toMillis(), again.toMillis(), read.toMillis());
    assertThat(first).isLessThan(Duration.ofSeconds(20));
  }
}
