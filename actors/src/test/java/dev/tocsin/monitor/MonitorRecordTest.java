package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.PERSON;
import static dev.tocsin.monitor.Samples.REF;
import static dev.tocsin.monitor.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorRecordTest {
  private static final OutageId FIRST = OutageId.create();
  private static final OutageId OTHER = OutageId.create();

  private static MonitorRecord after(MonitorEvent... events) {
    MonitorRecord record = MonitorRecord.empty(REF);
    for (MonitorEvent event : events) {
      record = record.apply(event);
    }
    return record;
  }

  private static MonitorRecord in(String state) {
    return switch (state) {
      case "pending" -> after();
      case "up" -> after(up(1));
      case "degraded" -> after(degraded(1));
      case "down" -> after(down(FIRST, 1));
      case "paused" -> after(new MonitorEvent.Paused(at(1), PERSON, 0));
      case "deleted" -> after(new MonitorEvent.Deleted(at(1), PERSON, 0));
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static MonitorEvent proposal(String kind) {
    return switch (kind) {
      case "up" -> up(5);
      case "degraded" -> degraded(5);
      case "down" -> down(OTHER, 5);
      case "pause" -> new MonitorEvent.Paused(at(5), PERSON, 0);
      case "resume" -> new MonitorEvent.Resumed(at(5), PERSON, 0);
      case "delete" -> new MonitorEvent.Deleted(at(5), PERSON, 0);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static MonitorEvent.WentUp up(long second) {
    return new MonitorEvent.WentUp(at(second), null, 0);
  }

  private static MonitorEvent.WentDegraded degraded(long second) {
    return new MonitorEvent.WentDegraded(at(second), "slow", null, 0);
  }

  private static MonitorEvent.WentDown down(OutageId outage, long second) {
    return new MonitorEvent.WentDown(outage, at(second), "refused", null, 0);
  }

  @ParameterizedTest(name = "{0} + {1} = {2}")
  @CsvSource({
    "pending, up, Accepted",
    "pending, degraded, Accepted",
    "pending, down, Accepted",
    "pending, pause, Accepted",
    "pending, resume, Known",
    "pending, delete, Accepted",
    "up, up, Known",
    "up, degraded, Accepted",
    "up, down, Accepted",
    "up, pause, Accepted",
    "up, resume, Known",
    "up, delete, Accepted",
    "degraded, up, Accepted",
    "degraded, degraded, Known",
    "degraded, down, Accepted",
    "degraded, pause, Accepted",
    "degraded, resume, Known",
    "degraded, delete, Accepted",
    "down, up, Accepted",
    "down, degraded, Accepted",
    "down, down, Known",
    "down, pause, Accepted",
    "down, resume, Known",
    "down, delete, Accepted",
    "paused, up, Rejected",
    "paused, degraded, Rejected",
    "paused, down, Rejected",
    "paused, pause, Known",
    "paused, resume, Accepted",
    "paused, delete, Accepted",
    "deleted, up, Rejected",
    "deleted, degraded, Rejected",
    "deleted, down, Rejected",
    "deleted, pause, Rejected",
    "deleted, resume, Rejected",
    "deleted, delete, Known",
  })
  void arbitratesEveryProposalInEveryState(String state, String kind, String decision) {
    assertThat(in(state).decide(proposal(kind), 0).getClass().getSimpleName()).isEqualTo(decision);
  }

  @Test
  void keepsTheFirstOutageWhenASecondIsProposed() {
    MonitorRecord record = in("down");
    assertThat(record.decide(down(OTHER, 9), 0)).isEqualTo(new MonitorRecord.Decision.Known());
    assertThat(record.status().outage()).isEqualTo(FIRST);
    assertThat(record.status().since()).isEqualTo(at(1));
  }

  @Test
  void neverLetsTimeRunBackwards() {
    MonitorRecord record = after(up(10));
    assertThat(record.decide(down(FIRST, 3), 0))
        .isEqualTo(new MonitorRecord.Decision.Accepted(down(FIRST, 10)));
  }

  @Test
  void owesEveryEventUntilALaterOneRecordsItsAcknowledgement() {
    MonitorRecord two = after(up(1), down(FIRST, 2));
    assertThat(two.owed()).extracting(MonitorViewChange::sequence).containsExactly(1L, 2L);

    MonitorRecord three = two.apply(new MonitorEvent.WentUp(at(3), null, 1));
    assertThat(three.owed()).extracting(MonitorViewChange::sequence).containsExactly(2L, 3L);
    assertThat(three.owed().getLast().ended()).isEqualTo(FIRST);
  }

  @Test
  void endsAnOutageByRecoveryPauseOrDeletion() {
    for (String kind : new String[] {"up", "degraded", "pause", "delete"}) {
      MonitorRecord record = in("down").apply(proposal(kind));
      assertThat(record.owed().getLast().ended()).as(kind).isEqualTo(FIRST);
      assertThat(record.status().outage()).as(kind).isNull();
    }
  }

  @Test
  void letsAPersonRewordAStateWithoutANewOutage() {
    MonitorEvent reworded = new MonitorEvent.WentDown(OTHER, at(9), "power cut", PERSON, 0);
    MonitorRecord record = in("down");
    assertThat(record.decide(reworded, 0)).isInstanceOf(MonitorRecord.Decision.Accepted.class);
    MonitorStatus status = record.apply(reworded).status();
    assertThat(status.outage()).isEqualTo(FIRST);
    assertThat(status.since()).isEqualTo(at(1));
    assertThat(status.cause()).isEqualTo("power cut");
  }

  @Test
  void countsItsEvents() {
    assertThat(after(up(1), down(FIRST, 2), up(3)).status().version())
        .isEqualTo(new StatusVersion(3, 0));
  }

  @Test
  void keepsTheOutageWhereAPersonCorrectsItsWords() {
    MonitorRecord down = after(new MonitorEvent.WentDown(FIRST, at(1), "power cut", PERSON, 0));
    MonitorEvent corrected =
        new MonitorEvent.WentDown(OTHER, at(5), "power cut in the north", PERSON, 0);

    assertThat(down.decide(corrected, 0))
        .isEqualTo(
            new MonitorRecord.Decision.Accepted(
                new MonitorEvent.WentDown(FIRST, at(5), "power cut in the north", PERSON, 0)));
    MonitorStatus status = down.apply(corrected).status();
    assertThat(status.outage()).isEqualTo(FIRST);
    assertThat(status.since()).isEqualTo(at(1));
  }
}
