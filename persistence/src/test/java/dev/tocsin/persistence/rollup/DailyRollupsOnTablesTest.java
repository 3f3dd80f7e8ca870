package dev.tocsin.persistence.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.history.ResultSummaries;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.persistence.monitor.JdbiMonitorViews;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.persistence.uptime.JdbiTimelineStore;
import dev.tocsin.rollup.DailyRollups;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.TimelineStore;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the monitors' journals said becomes days, by the real tables. */
@OnEachDatabase
class DailyRollupsOnTablesTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private final JdbiMonitorViews views;
  private final JdbiRollupStore store;
  private final TimelineStore events;
  private final DailyRollups rollups;
  private final OrganizationId organization = OrganizationId.create();
  private final MonitorRef shop = new MonitorRef(organization, MonitorId.create());
  private final Instant now = Instant.now();

  /** Rows are stamped by the database's own clock, so the days are those before the test. */
  private final LocalDate today = LocalDate.ofInstant(now.minus(Duration.ofHours(1)), TOKYO);

  DailyRollupsOnTablesTest(TestDatabase test) {
    this.views = new JdbiMonitorViews(test.database());
    this.store = new JdbiRollupStore(test.database());
    this.events = new JdbiTimelineStore(test.database());
    this.rollups =
        new DailyRollups(
            new DailyRollups.Parts(
                this::told,
                ResultSummaries.NONE,
                store,
                () -> Map.of(organization, TOKYO),
                () -> now,
                "home",
                Duration.ofDays(730)));
  }

  private Map<MonitorRef, Timeline> told(OrganizationId asked, Instant from, Instant to) {
    Map<MonitorRef, Timeline> told = new HashMap<>();
    events.between(asked, from, to).forEach((ref, each) -> told.put(ref, each.timeline()));
    return told;
  }

  private Instant at(int daysAgo, int hour) {
    return today.minusDays(daysAgo).atStartOfDay(TOKYO).plusHours(hour).toInstant();
  }

  private void up(long sequence, Instant at, OutageId ended) {
    store(sequence, new MonitorEvent.WentUp(at, null, 0), ended, Status.UP, null);
  }

  private void down(long sequence, Instant at, OutageId outage) {
    store(
        sequence,
        new MonitorEvent.WentDown(outage, at, "No answer", null, 0),
        null,
        Status.DOWN,
        outage);
  }

  private void store(
      long sequence, MonitorEvent event, OutageId ended, Status status, OutageId outage) {
    views.store(
        List.of(
            new MonitorViewChange(
                sequence,
                event,
                ended,
                new MonitorStatus(
                    shop, status, event.at(), outage, null, new StatusVersion(sequence, 0)))));
  }

  private List<Uptime> uptimes() {
    return store.rollups(shop, today.minusDays(10), today.minusDays(1)).stream()
        .map(Rollup::uptime)
        .toList();
  }

  private static Uptime hours(int observed, int down) {
    return new Uptime(Duration.ofHours(observed), Duration.ofHours(down));
  }

  @Test
  void turnsEventsIntoDaysAndLateOnesToo() {
    OutageId first = OutageId.create();
    up(1, at(4, 6), null);
    down(2, at(3, 22), first);
    up(3, at(2, 3), first);
    rollups.catchUp(() -> true);
    assertThat(uptimes()).containsExactly(hours(24, 0), hours(24, 3), hours(24, 2), hours(18, 0));

    OutageId late = OutageId.create();
    down(4, at(1, 20), late);
    up(5, at(1, 21), late);
    rollups.catchUp(() -> true);
    assertThat(uptimes()).containsExactly(hours(24, 1), hours(24, 3), hours(24, 2), hours(18, 0));
  }
}
