package dev.tocsin.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.testing.MutableClock;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyRollupsTest {
  private static final Instant MAY_1 = Instant.parse("2026-05-01T00:00:00Z");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final OrganizationId organization = OrganizationId.create();
  private final MonitorRef shop = new MonitorRef(organization, MonitorId.create());
  private final MonitorRef blog = new MonitorRef(organization, MonitorId.create());
  private final Map<OrganizationId, ZoneId> organizations =
      new LinkedHashMap<>(Map.of(organization, UTC));
  private MutableClock clock = MutableClock.standingAt(MAY_1);
  private MemoryRollups store = new MemoryRollups();
  private final MemoryArchive archive = new MemoryArchive();
  private DailyRollups rollups = singleton();

  private DailyRollups singleton() {
    return new DailyRollups(
        new DailyRollups.Parts(
            store,
            archive,
            store,
            () -> organizations,
            () -> clock.instant(),
            "home",
            Duration.ofDays(730)));
  }

  private static LocalDate may(int day) {
    return LocalDate.of(2026, 5, day);
  }

  /** Noon is {@code at(1, 12)}. */
  private static Instant at(int day, double hour) {
    return MAY_1.plus(Duration.ofDays(day - 1)).plusMillis(Math.round(hour * 3_600_000));
  }

  private void happened(MonitorRef monitor, int day, double hour, Status status) {
    store.add(monitor, at(day, hour), at(day, hour), status);
  }

  private void goTo(int day, double hour) {
    clock.advance(Duration.between(clock.instant(), at(day, hour)));
  }

  private void run() {
    rollups.catchUp(() -> true);
  }

  private Rollup rollup(MonitorRef monitor, LocalDate day) {
    return rollups(monitor, day).getFirst();
  }

  private List<Rollup> rollups(MonitorRef monitor, LocalDate day) {
    return store.all(organization).getOrDefault(day, List.of()).stream()
        .filter(row -> row.monitor().equals(monitor))
        .map(MonitorRollup::rollup)
        .toList();
  }

  private static Uptime hours(double observed, double down) {
    return new Uptime(
        Duration.ofMillis(Math.round(observed * 3_600_000)),
        Duration.ofMillis(Math.round(down * 3_600_000)));
  }

  @Test
  void rollsADayUpWhenItsLastHourIsInTheArchive() {
    happened(shop, 1, 6, Status.UP);
    happened(shop, 1, 12, Status.DOWN);
    happened(shop, 1, 13.5, Status.DEGRADED);
    archive.add(shop, "eu", at(1, 6), 60);
    archive.add(shop, "eu", at(1, 7), 60);
    archive.add(shop, "us", at(1, 7), 30);
    goTo(2, 9.9 / 60);
    run();
    assertThat(store.written()).isEmpty();
    goTo(2, 10.0 / 60);
    run();
    assertThat(store.written()).containsExactly(may(1));
    assertThat(rollups(shop, may(1)))
        .extracting(Rollup::region, Rollup::uptime, it -> it.results().checks())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("eu", hours(18, 1.5), 120L),
            org.assertj.core.groups.Tuple.tuple("us", hours(18, 1.5), 30L));
    Rollup eu = rollup(shop, may(1));
    assertThat(eu.coverage()).isCloseTo(2.0 / 18, within(1e-9));
    assertThat(eu.results().latency().average()).isEqualTo(1_000);
    assertThat(eu.results().latency().p99()).isCloseTo(1_000, within(10.0));
    run();
    assertThat(store.written()).as("again at once").isEmpty();
  }

  @Test
  void catchesUpWhatWasMissedOldestFirst() {
    happened(shop, 3, 12, Status.UP);
    goTo(9, 1);
    run();
    assertThat(store.written()).containsExactly(may(3), may(4), may(5), may(6), may(7), may(8));
    assertThat(rollup(shop, may(3)).uptime()).isEqualTo(hours(12, 0));
    assertThat(rollup(shop, may(8)).uptime()).isEqualTo(hours(24, 0));
    goTo(11, 1);
    rollups = singleton();
    run();
    assertThat(store.written()).endsWith(may(9), may(10));
  }

  @Test
  void doesNothingWhereNothingHappenedYet() {
    goTo(5, 1);
    run();
    happened(shop, 5, 0.5, Status.UP);
    run();
    assertThat(store.written()).isEmpty();
    assertThat(rollups.lastDaysAge()).isEmpty();
  }

  @Test
  void hasNoRowWhereNothingWasObserved() {
    happened(shop, 1, 0, Status.UP);
    happened(blog, 1, 0, Status.PENDING);
    happened(shop, 2, 0, Status.PAUSED);
    goTo(4, 1);
    run();
    assertThat(rollups(shop, may(1))).hasSize(1);
    assertThat(rollups(blog, may(1))).isEmpty();
    assertThat(rollups(shop, may(2))).isEmpty();
    assertThat(store.days(organization)).containsOnlyKeys(may(1), may(2), may(3));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-03-29, 23",
    "Europe/Berlin,       2026-10-25, 25",
    "America/New_York,    2026-11-01, 25",
    "Australia/Lord_Howe, 2026-04-05, 24.5",
    "Australia/Lord_Howe, 2026-10-04, 23.5"
  })
  void countsTheHoursThatADayHas(ZoneId zone, LocalDate date, double length) {
    organizations.put(organization, zone);
    Instant begin = date.atStartOfDay(zone).toInstant();
    clock = MutableClock.standingAt(begin);
    store.add(shop, begin.minus(Duration.ofDays(3)), begin, Status.UP);
    store.add(shop, begin.minus(Duration.ofMinutes(30)), begin, Status.DOWN);
    store.add(shop, begin.plus(Duration.ofHours(4)), begin, Status.UP);
    clock.advance(Duration.ofHours(49));
    run();
    assertThat(rollup(shop, date).uptime()).isEqualTo(hours(length, 4));
    assertThat(rollup(shop, date.minusDays(1)).uptime().down()).isEqualTo(Duration.ofMinutes(30));
    assertThat(rollup(shop, date.minusDays(2)).uptime().observed()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void leavesNoTimeOutWhereAnOrganizationMoves() {
    happened(shop, 1, 0, Status.UP);
    goTo(3, 1);
    run();
    organizations.put(organization, ZoneId.of("America/Los_Angeles"));
    goTo(6, 0);
    run();
    assertThat(rollup(shop, may(3)).uptime().observed()).isEqualTo(Duration.ofHours(31));
    assertThat(rollup(shop, may(4)).uptime().observed()).isEqualTo(Duration.ofHours(24));
    Duration all =
        store.all(organization).values().stream()
            .map(rows -> rows.getFirst().rollup().uptime().observed())
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(MAY_1.plus(all)).isEqualTo(Instant.parse("2026-05-05T07:00:00Z"));
  }

  @Test
  void rollsUpAgainWhatWasStoredLate() {
    happened(shop, 1, 0, Status.UP);
    goTo(5, 2);
    run();
    goTo(5, 4);
    run();
    assertThat(store.written()).contains(may(4));
    // the store was away when it happened
    store.add(shop, at(3, 23), at(5, 4.01), Status.DOWN);
    store.add(shop, at(4, 1), at(5, 4.01), Status.UP);
    goTo(5, 4.5);
    run();
    assertThat(store.written()).containsExactly(may(3), may(4));
    assertThat(rollup(shop, may(2)).uptime()).isEqualTo(hours(24, 0));
    assertThat(rollup(shop, may(3)).uptime()).isEqualTo(hours(24, 1));
    assertThat(rollup(shop, may(4)).uptime()).isEqualTo(hours(24, 1));
    goTo(5, 5);
    run();
    assertThat(store.written()).as("not for ever").isEmpty();
  }

  @Test
  void rollsUpAgainWhatWasStoredLateWhereverItRunsThen() {
    happened(shop, 1, 0, Status.UP);
    goTo(5, 2);
    run();
    goTo(5, 4);
    run();
    store.written();
    store.add(shop, at(2, 12), at(5, 4.01), Status.DOWN);
    // it dies after the first of three days
    int[] stores = {0};
    store.beforeEach(() -> {});
    rollups.catchUp(() -> stores[0]++ < 2);
    goTo(5, 4.5);
    rollups = singleton();
    run();
    assertThat(rollup(shop, may(2)).uptime()).isEqualTo(hours(24, 12));
    assertThat(rollup(shop, may(3)).uptime()).isEqualTo(hours(24, 24));
    assertThat(rollup(shop, may(4)).uptime()).isEqualTo(hours(24, 24));
  }

  @Test
  void rollsUptimeUpWithoutTheArchiveAndTheRestWhenItAnswers() {
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    archive.add(shop, "eu", at(1, 1), 60);
    archive.goAway();
    goTo(3, 1);
    run();
    assertThat(store.written()).containsExactly(may(1), may(2));
    assertThat(archive.asked()).as("once in a look").isEqualTo(1);
    Rollup first = rollup(shop, may(1));
    assertThat(first.uptime()).isEqualTo(hours(24, 0));
    assertThat(first.region()).isEqualTo("home");
    assertThat(first.coverage()).isZero();
    run();
    assertThat(store.written()).as("nothing new").isEmpty();
    archive.comeBack();
    archive.breakOff();
    run();
    assertThat(rollup(shop, may(1)).results().checks()).as("a part").isZero();
    archive.comeBack();
    goTo(3, 3);
    run();
    assertThat(store.written()).containsExactly(may(1), may(2));
    assertThat(rollups(shop, may(1))).hasSize(1);
    assertThat(rollup(shop, may(1)).region()).isEqualTo("eu");
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(120);
    assertThat(rollup(shop, may(2)).region()).isEqualTo("home");
    run();
    assertThat(store.written()).as("all is there").isEmpty();
  }

  @Test
  void looksAgainForWhatCameLateIntoTheArchive() {
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    goTo(2, 0.2);
    run();
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(60);
    archive.add(shop, "eu", at(1, 1), 60);
    goTo(2, 1.4);
    run();
    assertThat(store.written()).containsExactly(may(1));
    goTo(2, 1.6);
    run();
    assertThat(store.written()).containsExactly(may(1));
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(120);
    goTo(2, 20);
    run();
    assertThat(store.written()).as("once").isEmpty();
    archive.add(shop, "eu", at(1, 2), 60);
    store.add(shop, at(2, 1), at(2, 20), Status.PAUSED);
    goTo(3, 0.3);
    run();
    assertThat(store.written()).as("a day later").contains(may(1));
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(180);
    goTo(3, 0.4);
    run();
    assertThat(store.written()).isEmpty();
  }

  @Test
  void countsFromWhenTheArchiveAnsweredFirst() {
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    archive.goAway();
    goTo(2, 0.2);
    run();
    archive.comeBack();
    goTo(2, 10);
    run();
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(60);
    store.written();
    archive.add(shop, "eu", at(1, 1), 60);
    goTo(2, 11);
    run();
    assertThat(store.written()).isEmpty();
    goTo(2, 11.5);
    run();
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(120);
  }

  @Test
  void whatIsBrokenOfOneOrganizationCostsTheOthersNothing() {
    OrganizationId other = OrganizationId.create();
    organizations.clear();
    organizations.put(other, UTC);
    organizations.put(organization, UTC);
    happened(new MonitorRef(other, MonitorId.create()), 1, 0, Status.UP);
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    archive.breakFor(other);
    goTo(2, 1);
    run();
    assertThat(store.days(other).get(may(1)).archived()).isFalse();
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(60);
  }

  @Test
  void keepsWhatTheArchiveHasForgottenSince() {
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    goTo(2, 0.2);
    run();
    goTo(2, 2);
    run();
    DayResults before = rollup(shop, may(1)).results();
    archive.forget();
    store.add(shop, at(1, 22), at(2, 3), Status.DOWN);
    goTo(2, 4);
    run();
    assertThat(rollup(shop, may(1))).isEqualTo(new Rollup(may(1), "eu", hours(24, 2), before));
  }

  @Test
  void isAllTheSameWhereverItDies() {
    List<Map<LocalDate, List<MonitorRollup>>> ends = new java.util.ArrayList<>();
    int calls = Integer.MAX_VALUE;
    for (int death = -1; death < calls; death++) {
      store = new MemoryRollups();
      clock = MutableClock.standingAt(MAY_1);
      rollups = singleton();
      archive.forget();
      int[] count = {0};
      int at = death;
      store.beforeEach(
          () -> {
            if (count[0]++ == at) {
              throw new StoreUnavailableException("It dies here");
            }
          });
      live();
      if (death < 0) {
        calls = count[0];
      }
      ends.add(store.all(organization));
    }
    assertThat(ends).hasSizeGreaterThan(30);
    assertThat(ends.getFirst()).containsOnlyKeys(may(1), may(2), may(3), may(4));
    assertThat(ends).allSatisfy(end -> assertThat(end).isEqualTo(ends.getFirst()));
  }

  /** Some days, with an archive that is late, and an outage that is. */
  private void live() {
    happened(shop, 1, 5, Status.UP);
    happened(blog, 2, 0, Status.UP);
    for (int hour = 0; hour < 96; hour++) {
      archive.add(shop, "eu", at(1, hour), 6);
    }
    goTo(2, 0.5);
    untilDone();
    goTo(4, 0.2);
    untilDone();
    store.add(shop, at(2, 20), at(4, 0.25), Status.DOWN);
    store.add(shop, at(3, 4), at(4, 0.25), Status.UP);
    goTo(4, 3);
    untilDone();
    goTo(5, 3);
    untilDone();
  }

  private void untilDone() {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        run();
        return;
      } catch (StoreUnavailableException died) {
        rollups = singleton();
      }
    }
  }

  @Test
  void isAllTheSameWhereTwoDoItAtOnce() {
    happened(shop, 1, 0, Status.UP);
    archive.add(shop, "eu", at(1, 0), 60);
    DailyRollups other = singleton();
    boolean[] within = {false};
    store.beforeEach(
        () -> {
          if (!within[0]) {
            within[0] = true;
            other.catchUp(() -> true);
            within[0] = false;
          }
        });
    goTo(4, 3);
    run();
    store.beforeEach(() -> {});
    assertThat(store.all(organization)).containsOnlyKeys(may(1), may(2), may(3));
    assertThat(rollup(shop, may(1)).results().checks()).isEqualTo(60);
    goTo(4, 6);
    run();
    store.written();
    run();
    assertThat(store.written()).isEmpty();
  }

  @Test
  void removesWhatIsTooOld() {
    happened(shop, 1, 0, Status.UP);
    goTo(740, 1);
    run();
    assertThat(store.days(organization)).hasSize(730);
    goTo(745, 1);
    run();
    assertThat(store.days(organization)).hasSize(730);
    assertThat(store.all(organization)).containsKey(LocalDate.of(2026, 5, 1).plusDays(743));
    goTo(3_000, 1);
    run();
    assertThat(store.days(organization)).hasSize(730);
  }

  @Test
  void goesOnWithTheNextOrganizationWhereOneFails() {
    OrganizationId broken = OrganizationId.create();
    organizations.clear();
    organizations.put(broken, UTC);
    organizations.put(organization, UTC);
    happened(new MonitorRef(broken, MonitorId.create()), 1, 0, Status.UP);
    happened(shop, 1, 0, Status.UP);
    goTo(2, 1);
    int[] calls = {0};
    store.beforeEach(
        () -> {
          if (calls[0]++ == 1) {
            throw new IllegalStateException("broken on purpose");
          }
        });
    run();
    assertThat(store.days(organization)).containsOnlyKeys(may(1));
    assertThat(store.days(broken)).isEmpty();
  }

  @Test
  void leavesTheRestForLaterWhereTheStoreIsAway() {
    happened(shop, 1, 0, Status.UP);
    goTo(3, 1);
    store.beforeEach(
        () -> {
          throw new StoreUnavailableException("away");
        });
    assertThatThrownBy(this::run).isInstanceOf(StoreUnavailableException.class);
    store.beforeEach(() -> {});
    run();
    assertThat(store.written()).containsExactly(may(1), may(2));
  }

  @Test
  void tellsHowOldTheLastDayIs() {
    happened(shop, 1, 0, Status.UP);
    goTo(3, 5);
    run();
    assertThat(rollups.lastDaysAge()).contains(Duration.ofHours(5));
    rollups.rest();
    assertThat(rollups.lastDaysAge()).isEmpty();
  }
}
