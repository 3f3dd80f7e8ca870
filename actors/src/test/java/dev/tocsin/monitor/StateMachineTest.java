package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.PERSON;
import static dev.tocsin.monitor.Samples.REF;
import static dev.tocsin.monitor.Samples.at;
import static dev.tocsin.monitor.Samples.result;
import static dev.tocsin.monitor.Samples.timing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state machine written out: every state with its confirmations and what has been seen in it
 * before, and what each result makes of it.
 */
class StateMachineTest {
  private static final OutageId RUNNING = OutageId.create();
  private static final OutageId NEXT = OutageId.create();
  private static final String LETTERS = "UGD?";

  /**
   * The state began at 0 with the runs empty; results follow a second apart, the first at 1: U up,
   * G degraded, D down, ? unknown. {@code same}: nothing changes; {@code look}: nothing changes
   * yet, and a second look follows soon; {@code down 1}: the state is down since second 1.
   */
  @ParameterizedTest(name = "{0}, {1} down {2} up, after {3}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      nullValues = "-",
      textBlock =
          """
          # state | down | up | before | then U     | then G     | then D     | then ?
          pending  | 1    | 1  | -      | up 1       | degraded 1 | down 1     | same
          pending  | 1    | 1  | ?      | up 2       | degraded 2 | down 2     | same
          pending  | 1    | 2  | -      | up 1       | degraded 1 | down 1     | same
          pending  | 2    | 1  | -      | up 1       | degraded 1 | look       | same
          pending  | 2    | 1  | D      | up 2       | degraded 2 | down 1     | same
          pending  | 2    | 1  | D?     | up 3       | degraded 3 | down 1     | same
          pending  | 2    | 2  | -      | up 1       | degraded 1 | look       | same
          pending  | 2    | 2  | D      | up 2       | degraded 2 | down 1     | same
          pending  | 3    | 1  | -      | up 1       | degraded 1 | look       | same
          pending  | 3    | 1  | D      | up 2       | degraded 2 | look       | same
          pending  | 3    | 1  | DD     | up 3       | degraded 3 | down 1     | same
          pending  | 3    | 2  | DD     | up 3       | degraded 3 | down 1     | same
          up       | 1    | 1  | -      | same       | degraded 1 | down 1     | same
          up       | 1    | 1  | U      | same       | degraded 2 | down 2     | same
          up       | 1    | 2  | -      | same       | degraded 1 | down 1     | same
          up       | 2    | 1  | -      | same       | look       | look       | same
          up       | 2    | 1  | D      | same       | degraded 1 | down 1     | same
          up       | 2    | 1  | G      | same       | degraded 1 | degraded 1 | same
          up       | 2    | 1  | DU     | same       | look       | look       | same
          up       | 2    | 1  | GU     | same       | look       | look       | same
          up       | 2    | 1  | D?     | same       | degraded 1 | down 1     | same
          up       | 2    | 1  | ?D     | same       | degraded 2 | down 2     | same
          up       | 2    | 2  | -      | same       | look       | look       | same
          up       | 2    | 2  | D      | same       | degraded 1 | down 1     | same
          up       | 3    | 1  | -      | same       | look       | look       | same
          up       | 3    | 1  | D      | same       | look       | look       | same
          up       | 3    | 1  | G      | same       | look       | look       | same
          up       | 3    | 1  | DD     | same       | degraded 1 | down 1     | same
          up       | 3    | 1  | DG     | same       | degraded 1 | degraded 1 | same
          up       | 3    | 1  | GD     | same       | degraded 1 | degraded 1 | same
          up       | 3    | 1  | GG     | same       | degraded 1 | degraded 1 | same
          up       | 3    | 1  | DDU    | same       | look       | look       | same
          up       | 3    | 1  | DUDD   | same       | degraded 3 | down 3     | same
          up       | 3    | 1  | D?D?   | same       | degraded 1 | down 1     | same
          up       | 3    | 2  | DD     | same       | degraded 1 | down 1     | same
          degraded | 1    | 1  | -      | up 1       | same       | down 1     | same
          degraded | 1    | 1  | G      | up 2       | same       | down 2     | same
          degraded | 1    | 2  | -      | look       | same       | down 1     | same
          degraded | 1    | 2  | U      | up 1       | same       | down 2     | same
          degraded | 1    | 2  | U?     | up 1       | same       | down 3     | same
          degraded | 1    | 2  | UG     | look       | same       | down 3     | same
          degraded | 2    | 1  | -      | up 1       | same       | look       | same
          degraded | 2    | 1  | D      | up 2       | same       | down 1     | same
          degraded | 2    | 1  | DG     | up 3       | same       | look       | same
          degraded | 2    | 2  | -      | look       | same       | look       | same
          degraded | 2    | 2  | U      | up 1       | same       | look       | same
          degraded | 2    | 2  | D      | look       | same       | down 1     | same
          degraded | 2    | 2  | UD     | look       | same       | down 2     | same
          degraded | 2    | 2  | DU     | up 2       | same       | look       | same
          degraded | 3    | 1  | -      | up 1       | same       | look       | same
          degraded | 3    | 1  | D      | up 2       | same       | look       | same
          degraded | 3    | 1  | DD     | up 3       | same       | down 1     | same
          degraded | 3    | 2  | DD     | look       | same       | down 1     | same
          degraded | 3    | 2  | DDU    | up 3       | same       | look       | same
          down     | 1    | 1  | -      | up 1       | degraded 1 | same       | same
          down     | 1    | 1  | D      | up 2       | degraded 2 | same       | same
          down     | 1    | 2  | -      | look       | look       | same       | same
          down     | 1    | 2  | U      | up 1       | degraded 1 | same       | same
          down     | 1    | 2  | G      | look       | degraded 1 | same       | same
          down     | 1    | 2  | GU     | up 2       | degraded 1 | same       | same
          down     | 1    | 2  | UD     | look       | look       | same       | same
          down     | 1    | 2  | U?     | up 1       | degraded 1 | same       | same
          down     | 2    | 1  | -      | up 1       | degraded 1 | same       | same
          down     | 2    | 2  | -      | look       | look       | same       | same
          down     | 2    | 2  | U      | up 1       | degraded 1 | same       | same
          down     | 3    | 1  | -      | up 1       | degraded 1 | same       | same
          down     | 3    | 2  | -      | look       | look       | same       | same
          down     | 3    | 2  | U      | up 1       | degraded 1 | same       | same
          paused   | 1    | 1  | -      | look       | look       | look       | same
          paused   | 1    | 2  | U      | look       | look       | look       | same
          paused   | 2    | 1  | D      | look       | look       | look       | same
          paused   | 3    | 1  | DD     | look       | look       | look       | same
          """)
  void becomesWhatTheTableSays(
      String state, int down, int up, String before, String u, String g, String d, String unknown) {
    String seen = before == null ? "" : before;
    String[] expected = {u, g, d, unknown};
    for (int i = 0; i < expected.length; i++) {
      Watched watched = new Watched(state(state), timing(down, up));
      for (char letter : seen.toCharArray()) {
        String said = watched.see(letter);
        assertThat(said).as("%s, which comes before", letter).isIn("same", "look");
      }
      char latest = LETTERS.charAt(i);
      assertThat(watched.see(latest)).as("then %s", latest).isEqualTo(expected[i]);
      watched.assertStatus(state, expected[i]);
    }
  }

  private static MonitorRecord state(String name) {
    MonitorRecord fresh = MonitorRecord.empty(REF);
    return switch (name) {
      case "pending" ->
          fresh
              .apply(new MonitorEvent.Paused(at(-5), PERSON, 0))
              .apply(new MonitorEvent.Resumed(at(0), PERSON, 0));
      case "up" -> fresh.apply(new MonitorEvent.WentUp(at(0), null, 0));
      case "degraded" -> fresh.apply(new MonitorEvent.WentDegraded(at(0), "slow", null, 0));
      case "down" -> fresh.apply(new MonitorEvent.WentDown(RUNNING, at(0), "refused", null, 0));
      case "paused" -> fresh.apply(new MonitorEvent.Paused(at(0), PERSON, 0));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A monitor that takes results in, from the verdict to the record. */
  private static final class Watched {
    private final Timing timing;
    private MonitorRecord record;
    private Runs runs = Runs.NONE;
    private int second;

    Watched(MonitorRecord record, Timing timing) {
      this.record = record;
      this.timing = timing;
    }

    String see(char letter) {
      CheckResult latest = result(outcome(letter), ++second);
      runs = runs.with(latest);
      Verdict verdict = Verdict.of(record.status().status(), runs, latest, timing, () -> NEXT);
      return switch (verdict) {
        case Verdict.Same same -> "same";
        case Verdict.Unconfirmed unconfirmed -> "look";
        case Verdict.Changed(MonitorEvent event) -> {
          assertThat(record.decide(event, 0)).isEqualTo(new MonitorRecord.Decision.Accepted(event));
          record = record.apply(event);
          yield name(event) + " " + (event.at().getEpochSecond() - at(0).getEpochSecond());
        }
      };
    }

    void assertStatus(String before, String expected) {
      MonitorStatus status = record.status();
      boolean changed = !expected.equals("same") && !expected.equals("look");
      String now = changed ? expected.split(" ")[0] : before;
      assertThat(status.status()).isEqualTo(Status.valueOf(now.toUpperCase(Locale.ROOT)));
      assertThat(status.since())
          .isEqualTo(at(changed ? Integer.parseInt(expected.split(" ")[1]) : 0));
      assertThat(status.outage()).isEqualTo(now.equals("down") ? (changed ? NEXT : RUNNING) : null);
      if (changed) {
        assertThat(status.cause())
            .isEqualTo(now.equals("up") ? null : result(latestOutcome(now), second).error());
      }
    }

    /** The cause is what the latest result says, whatever the first of the run was. */
    private Outcome latestOutcome(String now) {
      return now.equals("down") || latestWasDown() ? Outcome.DOWN : Outcome.DEGRADED;
    }

    private boolean latestWasDown() {
      return runs.down().length() > 0;
    }

    private static String name(MonitorEvent event) {
      return switch (event) {
        case MonitorEvent.WentUp up -> "up";
        case MonitorEvent.WentDegraded degraded -> "degraded";
        case MonitorEvent.WentDown down -> "down";
        case MonitorEvent other -> other.toString();
      };
    }
  }

  private static Outcome outcome(char letter) {
    return switch (letter) {
      case 'U' -> Outcome.UP;
      case 'G' -> Outcome.DEGRADED;
      case 'D' -> Outcome.DOWN;
      case '?' -> Outcome.UNKNOWN;
      default -> throw new IllegalArgumentException(String.valueOf(letter));
    };
  }
}
