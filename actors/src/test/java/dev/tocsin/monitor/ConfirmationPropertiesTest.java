package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.REF;
import static dev.tocsin.monitor.Samples.at;
import static dev.tocsin.monitor.Samples.result;
import static dev.tocsin.monitor.Samples.timing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of confirmation whatever the results are. */
class ConfirmationPropertiesTest {
  /** A monitor's status after a result, and when that result began. */
  private record Step(Outcome seen, Instant at, Status status, Instant since) {}

  @Provide
  Arbitrary<List<Outcome>> results() {
    // runs long enough for ten confirmations to happen
    Arbitrary<List<Outcome>> run =
        Arbitraries.of(Outcome.class)
            .flatMap(
                outcome ->
                    Arbitraries.integers()
                        .between(1, 12)
                        .map(length -> java.util.Collections.nCopies(length, outcome)));
    return run.list().ofMaxSize(12).map(runs -> runs.stream().flatMap(List::stream).toList());
  }

  @Property
  void isDownAfterExactlySoManyDownsInARowAndNoFewer(
      @ForAll("results") List<Outcome> results,
      @ForAll @IntRange(min = 1, max = 10) int confirmations,
      @ForAll @IntRange(min = 1, max = 10) int recovery) {
    List<Step> steps = steps(results, confirmations, recovery);
    Status before = Status.PENDING;
    List<Step> known = new ArrayList<>();
    for (Step step : steps) {
      if (step.seen() != Outcome.UNKNOWN) {
        known.add(step);
      }
      int downs = lengthOfRun(known, it -> it.seen() == Outcome.DOWN);
      if (before != Status.DOWN) {
        assertThat(step.status() == Status.DOWN).isEqualTo(downs >= confirmations);
      }
      if (before != Status.DOWN && step.status() == Status.DOWN) {
        assertThat(downs).isEqualTo(confirmations);
        assertThat(step.since()).isEqualTo(known.get(known.size() - confirmations).at());
      }
      before = step.status();
    }
  }

  @Property
  void unknownChangesNothing(
      @ForAll("results") List<Outcome> results,
      @ForAll @IntRange(min = 1, max = 4) int confirmations,
      @ForAll @IntRange(min = 1, max = 4) int recovery) {
    List<Step> steps = steps(results, confirmations, recovery);
    List<Step> without = new ArrayList<>();
    Machine machine = new Machine(confirmations, recovery);
    for (Step step : steps) {
      if (step.seen() != Outcome.UNKNOWN) {
        without.add(machine.see(step.seen(), step.at()));
      }
    }
    assertThat(steps.stream().filter(step -> step.seen() != Outcome.UNKNOWN).toList())
        .isEqualTo(without);
  }

  @Property
  void doesWhatLookingBackAtAllResultsSays(
      @ForAll("results") List<Outcome> results,
      @ForAll @IntRange(min = 1, max = 10) int confirmations,
      @ForAll @IntRange(min = 1, max = 10) int recovery) {
    Status status = Status.PENDING;
    Instant since = at(0);
    List<Step> known = new ArrayList<>();
    for (Step step : steps(results, confirmations, recovery)) {
      if (step.seen() != Outcome.UNKNOWN) {
        known.add(step);
        Step now = lookBack(known, status, since, confirmations, recovery);
        status = now.status();
        since = now.since();
      }
      assertThat(step.status()).isEqualTo(status);
      assertThat(step.since()).isEqualTo(since);
    }
  }

  /** The rules in the words of the guide, on the whole list: slow and plain. */
  private static Step lookBack(
      List<Step> known, Status status, Instant since, int confirmations, int recovery) {
    Step last = known.getLast();
    int downs = lengthOfRun(known, it -> it.seen() == Outcome.DOWN);
    int bad = lengthOfRun(known, it -> it.seen() != Outcome.UP);
    int answered = lengthOfRun(known, it -> it.seen() != Outcome.DOWN);
    int ups = lengthOfRun(known, it -> it.seen() == Outcome.UP);
    Status next = status;
    int run = 0;
    if (status == Status.PENDING && last.seen() != Outcome.DOWN) {
      next = last.seen() == Outcome.UP ? Status.UP : Status.DEGRADED;
      run = 1;
    } else if (status != Status.DOWN && downs >= confirmations) {
      next = Status.DOWN;
      run = downs;
    } else if (status == Status.UP && bad >= confirmations) {
      next = Status.DEGRADED;
      run = bad;
    } else if ((status == Status.DEGRADED || status == Status.DOWN) && ups >= recovery) {
      next = Status.UP;
      run = ups;
    } else if (status == Status.DOWN && last.seen() == Outcome.DEGRADED && answered >= recovery) {
      next = Status.DEGRADED;
      run = answered;
    }
    if (next == status) {
      return new Step(last.seen(), last.at(), status, since);
    }
    Instant first = known.get(known.size() - run).at();
    // no event is older than the one before it
    return new Step(last.seen(), last.at(), next, first.isBefore(since) ? since : first);
  }

  private static int lengthOfRun(List<Step> known, Predicate<Step> belongs) {
    int length = 0;
    while (length < known.size() && belongs.test(known.get(known.size() - 1 - length))) {
      length++;
    }
    return length;
  }

  private static List<Step> steps(List<Outcome> results, int confirmations, int recovery) {
    Machine machine = new Machine(confirmations, recovery);
    List<Step> steps = new ArrayList<>();
    for (Outcome outcome : results) {
      steps.add(machine.see(outcome, at(steps.size() + 1)));
    }
    return steps;
  }

  /** What is tested: runs, verdict and record together. */
  private static final class Machine {
    private final Timing timing;
    private MonitorRecord record =
        new MonitorRecord(MonitorStatus.pending(REF, at(0)), at(0), false, List.of());
    private Runs runs = Runs.NONE;

    Machine(int confirmations, int recovery) {
      this.timing = timing(confirmations, recovery);
    }

    Step see(Outcome outcome, Instant at) {
      CheckResult latest = result(outcome, at.getEpochSecond() - at(0).getEpochSecond());
      runs = runs.with(latest);
      Verdict verdict =
          Verdict.of(record.status().status(), runs, latest, timing, OutageId::create);
      if (verdict instanceof Verdict.Changed(MonitorEvent proposed)
          && record.decide(proposed, 0)
              instanceof MonitorRecord.Decision.Accepted(MonitorEvent accepted)) {
        record = record.apply(accepted);
      }
      return new Step(outcome, at, record.status().status(), record.status().since());
    }
  }
}
