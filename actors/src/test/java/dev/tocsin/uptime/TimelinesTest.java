package dev.tocsin.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelinesTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final MonitorRef REF = new MonitorRef(OrganizationId.create(), MonitorId.create());

  private final StatusBoard board = new StatusBoard();
  private final Log log = new Log();
  private final Timelines timelines = new Timelines(board, log, () -> at(60));
  private final List<MonitorRef> changed = new ArrayList<>();

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private void says(Status status, int since, long sequence, int observed) {
    board.publish(status(status, since, sequence, observed));
  }

  private static MonitorStatus status(Status status, int since, long sequence, int observed) {
    return new MonitorStatus(
        REF,
        status,
        at(since),
        status == Status.DOWN ? OutageId.create() : null,
        null,
        new StatusVersion(sequence, observed));
  }

  private Uptime lastHour() {
    return timelines.timeline(REF).uptime(at(0), at(60));
  }

  private static Uptime minutes(int observed, int down) {
    return new Uptime(Duration.ofMinutes(observed), Duration.ofMinutes(down));
  }

  @Test
  void followsTheBoard() {
    timelines.load();
    says(Status.UP, 0, 0, 1);
    says(Status.UP, 0, 1, 0);
    says(Status.DOWN, 10, 1, 1);
    assertThat(lastHour()).isEqualTo(minutes(60, 50));
    says(Status.DOWN, 10, 2, 0);
    says(Status.UP, 30, 2, 1);
    says(Status.UP, 30, 3, 0);
    assertThat(lastHour()).isEqualTo(minutes(60, 20));
    timelines.catchUp(changed::add);
    assertThat(log.asked).isZero();
  }

  @Test
  void takesQuietMonitorsFromTheBoardAlone() {
    says(Status.UP, 0, 1, 0);
    log.tell(1, new Timeline.Entry(at(0), Status.UP));
    timelines.load();
    assertThat(lastHour()).isEqualTo(minutes(60, 0));
    timelines.catchUp(changed::add);
    assertThat(log.asked).isZero();
  }

  @Test
  void knowsNothingOfWhatIsPending() {
    board.publish(MonitorStatus.pending(REF, at(0)));
    timelines.load();
    assertThat(lastHour()).isEqualTo(Uptime.NONE);
  }

  @Test
  void knowsWhatWasBeforeItBegan() {
    says(Status.UP, 30, 3, 0);
    log.tell(
        3,
        new Timeline.Entry(at(0), Status.UP),
        new Timeline.Entry(at(10), Status.DOWN),
        new Timeline.Entry(at(30), Status.UP));
    timelines.load();
    assertThat(lastHour()).isEqualTo(minutes(60, 20));
    says(Status.DOWN, 50, 4, 0);
    assertThat(lastHour()).isEqualTo(minutes(60, 30));
  }

  @Test
  void asksTheLogWhereItMissedSomething() {
    timelines.load();
    says(Status.UP, 0, 1, 0);
    says(Status.UP, 30, 3, 0); // of the outage in between this node heard nothing
    assertThat(lastHour()).isEqualTo(minutes(60, 0));
    timelines.catchUp(changed::add);
    assertThat(changed).isEmpty(); // not written yet
    log.tell(
        3,
        new Timeline.Entry(at(0), Status.UP),
        new Timeline.Entry(at(10), Status.DOWN),
        new Timeline.Entry(at(30), Status.UP));
    timelines.catchUp(changed::add);
    assertThat(changed).containsExactly(REF);
    assertThat(lastHour()).isEqualTo(minutes(60, 20));
    int asked = log.asked;
    timelines.catchUp(changed::add);
    assertThat(log.asked).isEqualTo(asked);
  }

  @Test
  void keepsWhatItSawWhileTheStoreIsAway() {
    timelines.load();
    says(Status.UP, 0, 1, 0);
    log.away = true;
    says(Status.DOWN, 10, 1, 1);
    says(Status.UP, 20, 1, 2);
    says(Status.DOWN, 40, 1, 3);
    assertThat(lastHour()).isEqualTo(minutes(60, 30));
    log.away = false;
    says(Status.DOWN, 40, 4, 0); // stored just as it was seen
    timelines.catchUp(changed::add);
    assertThat(log.asked).isZero();
    assertThat(lastHour()).isEqualTo(minutes(60, 30));
  }

  @Test
  void asksAgainWhereTheStoreWasAway() {
    timelines.load();
    says(Status.UP, 0, 1, 0);
    says(Status.UP, 30, 3, 0);
    log.away = true;
    assertThatThrownBy(() -> timelines.catchUp(changed::add))
        .isInstanceOf(StoreUnavailableException.class);
    log.away = false;
    log.tell(
        3,
        new Timeline.Entry(at(0), Status.UP),
        new Timeline.Entry(at(10), Status.DOWN),
        new Timeline.Entry(at(30), Status.UP));
    timelines.catchUp(changed::add);
    assertThat(lastHour()).isEqualTo(minutes(60, 20));
  }

  @Test
  void asksTheLogWhereAnotherTimeWasStoredThanSeen() {
    timelines.load();
    says(Status.UP, 0, 1, 0);
    says(Status.DOWN, 10, 1, 1);
    says(Status.DOWN, 20, 2, 0);
    log.tell(2, new Timeline.Entry(at(0), Status.UP), new Timeline.Entry(at(20), Status.DOWN));
    timelines.catchUp(changed::add);
    assertThat(lastHour()).isEqualTo(minutes(60, 40));
  }

  /** The event log, as far as it is written. */
  private static final class Log implements TimelineStore {
    private final Map<MonitorRef, Told> told = new HashMap<>();
    private boolean away;
    private int asked;

    void tell(long sequence, Timeline.Entry... entries) {
      told.put(REF, new Told(Timeline.of(List.of(entries)), sequence));
    }

    @Override
    public Map<MonitorRef, Told> all(Instant since) {
      return Map.copyOf(told);
    }

    @Override
    public Map<MonitorRef, Told> of(
        OrganizationId organization, Set<MonitorRef> monitors, Instant since) {
      if (away) {
        throw new StoreUnavailableException("away", new IllegalStateException());
      }
      asked++;
      Map<MonitorRef, Told> found = new HashMap<>(told);
      found.keySet().retainAll(monitors);
      return found;
    }

    @Override
    public Map<MonitorRef, Told> between(OrganizationId organization, Instant from, Instant to) {
      return all(from);
    }
  }
}
