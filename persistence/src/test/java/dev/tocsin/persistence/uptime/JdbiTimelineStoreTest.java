package dev.tocsin.persistence.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRecord;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.persistence.monitor.JdbiMonitorViews;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.TimelineStore.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiTimelineStoreTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final JdbiMonitorViews views;
  private final JdbiTimelineStore store;
  private final OrganizationId organization = OrganizationId.create();
  private final OrganizationId other = OrganizationId.create();

  JdbiTimelineStoreTest(TestDatabase test) {
    this.views = new JdbiMonitorViews(test.database());
    this.store = new JdbiTimelineStore(test.database());
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static MonitorEvent up(int minute) {
    return new MonitorEvent.WentUp(at(minute), null, 0);
  }

  private static MonitorEvent down(int minute) {
    return new MonitorEvent.WentDown(OutageId.create(), at(minute), "No answer", null, 0);
  }

  private MonitorRef happened(OrganizationId to, MonitorEvent... events) {
    MonitorRef ref = new MonitorRef(to, MonitorId.create());
    MonitorRecord record = MonitorRecord.empty(ref);
    for (MonitorEvent event : events) {
      record = record.apply(event);
    }
    List<MonitorViewChange> changes = record.owed();
    views.store(changes);
    return ref;
  }

  private static Timeline timeline(Object... minutesAndStatuses) {
    Timeline timeline = Timeline.EMPTY;
    for (int i = 0; i < minutesAndStatuses.length; i += 2) {
      timeline =
          timeline.with(
              new Timeline.Entry(
                  at((int) minutesAndStatuses[i]), (Status) minutesAndStatuses[i + 1]));
    }
    return timeline;
  }

  @Test
  void tellsOfAllWhatHasBeenSoSinceThen() {
    MonitorRef quiet = happened(organization, up(0));
    MonitorRef recovered = happened(organization, up(0), down(10), up(20), down(60), up(70));
    MonitorRef old = happened(organization, up(0), down(5), up(7));
    MonitorRef paused =
        happened(
            other,
            up(0),
            new MonitorEvent.Paused(at(40), null, 0),
            new MonitorEvent.Resumed(at(61), null, 0));
    Map<MonitorRef, Told> all = store.all(at(50));
    assertThat(all.get(quiet)).isEqualTo(new Told(timeline(0, Status.UP), 1));
    assertThat(all.get(old)).isEqualTo(new Told(timeline(7, Status.UP), 3));
    assertThat(all.get(recovered))
        .isEqualTo(new Told(timeline(20, Status.UP, 60, Status.DOWN, 70, Status.UP), 5));
    assertThat(all.get(paused))
        .isEqualTo(new Told(timeline(40, Status.PAUSED, 61, Status.PENDING), 3));
    assertThat(store.all(at(-10)).get(recovered).timeline().entries()).hasSize(5);
  }

  @Test
  void tellsOfSomeOfAnOrganization() {
    MonitorRef quiet = happened(organization, up(0));
    MonitorRef recovered = happened(organization, up(0), down(10), up(20), down(60));
    MonitorRef foreign = happened(other, up(0));
    happened(organization, up(0));
    assertThat(store.of(organization, Set.of(quiet, recovered, foreign), at(30)))
        .isEqualTo(
            Map.of(
                quiet,
                new Told(timeline(0, Status.UP), 1),
                recovered,
                new Told(timeline(20, Status.UP, 60, Status.DOWN), 4)));
  }

  @Test
  void tellsOfADayThatIsOver() {
    MonitorRef before = happened(organization, up(0));
    MonitorRef within = happened(organization, up(0), down(110), up(120), down(300));
    MonitorRef spanning = happened(organization, up(0), down(50), up(250));
    MonitorRef after = happened(organization, up(210), down(220));
    MonitorRef gone = happened(organization, up(0), new MonitorEvent.Deleted(at(150), null, 0));
    happened(other, up(0), down(110));
    Map<MonitorRef, Told> day = store.between(organization, at(100), at(200));
    assertThat(day).containsOnlyKeys(before, within, spanning, gone);
    assertThat(day.get(before).timeline()).isEqualTo(timeline(0, Status.UP));
    assertThat(day.get(within).timeline())
        .isEqualTo(timeline(0, Status.UP, 110, Status.DOWN, 120, Status.UP));
    assertThat(day.get(spanning).timeline()).isEqualTo(timeline(50, Status.DOWN));
    assertThat(day.get(gone).timeline()).isEqualTo(timeline(0, Status.UP, 150, Status.PAUSED));
    assertThat(day).doesNotContainKey(after);
  }

  @Test
  void asksForManyInTheTimeOfAFew() {
    java.util.Set<MonitorRef> all = new java.util.HashSet<>();
    for (int index = 0; index < 1_200; index++) {
      all.add(happened(organization, up(0), down(10), up(20)));
    }
    long began = System.nanoTime();
    Map<MonitorRef, Told> told = store.of(organization, all, at(15));
    Map<MonitorRef, Told> everything = store.all(at(15));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(told).hasSize(1_200);
    assertThat(told.values())
        .allMatch(one -> one.equals(new Told(timeline(10, Status.DOWN, 20, Status.UP), 3)));
    assertThat(everything).containsAllEntriesOf(told);
  }
}
