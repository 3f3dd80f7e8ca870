package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.at;
import static dev.tocsin.monitor.Samples.result;
import static dev.tocsin.monitor.Samples.timing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final OutageId OUTAGE = OutageId.create();

  /** Results are letters, a second apart: U up, G degraded, D down. */
  private static Verdict after(Status status, String results, Timing timing) {
    Runs runs = Runs.NONE;
    CheckResult latest = null;
    for (int i = 0; i < results.length(); i++) {
      latest =
          result(
              switch (results.charAt(i)) {
                case 'U' -> Outcome.UP;
                case 'G' -> Outcome.DEGRADED;
                default -> Outcome.DOWN;
              },
              i);
      runs = runs.with(latest);
    }
    return Verdict.of(status, runs, latest, timing, () -> OUTAGE);
  }

  private static String inWords(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Same same -> "same";
      case Verdict.Unconfirmed unconfirmed -> "unconfirmed";
      case Verdict.Changed(MonitorEvent.WentUp up) -> "up";
      case Verdict.Changed(MonitorEvent.WentDegraded degraded) -> "degraded";
      case Verdict.Changed(MonitorEvent.WentDown down) -> "down";
      case Verdict.Changed(MonitorEvent other) -> other.toString();
    };
  }

  @ParameterizedTest(name = "{0} with {2} and {3} confirmations, after {1}: {4}")
  @CsvSource({
    "PENDING, U, 2, 1, up",
    "PENDING, G, 2, 1, degraded",
    "PENDING, D, 2, 1, unconfirmed",
    "PENDING, DD, 2, 1, down",
    "PENDING, D, 1, 1, down",
    "UP, U, 2, 1, same",
    "UP, D, 1, 1, down",
    "UP, D, 2, 1, unconfirmed",
    "UP, DD, 2, 1, down",
    "UP, DUD, 2, 1, unconfirmed",
    "UP, DUDD, 2, 1, down",
    "UP, DDD, 4, 1, unconfirmed",
    "UP, G, 2, 1, unconfirmed",
    "UP, GG, 2, 1, degraded",
    "UP, DG, 2, 1, degraded",
    "UP, GD, 2, 1, degraded",
    "UP, DDDDDDDDDD, 10, 1, down",
    "DEGRADED, G, 2, 1, same",
    "DEGRADED, U, 2, 1, up",
    "DEGRADED, U, 2, 2, unconfirmed",
    "DEGRADED, UU, 2, 2, up",
    "DEGRADED, D, 2, 1, unconfirmed",
    "DEGRADED, DD, 2, 1, down",
    "DOWN, D, 2, 1, same",
    "DOWN, U, 2, 1, up",
    "DOWN, U, 2, 3, unconfirmed",
    "DOWN, UDU, 2, 2, unconfirmed",
    "DOWN, UDUU, 2, 2, up",
    "DOWN, G, 2, 1, degraded",
    "DOWN, UG, 2, 2, degraded",
    "DOWN, GU, 2, 2, unconfirmed",
    "DOWN, GUU, 2, 2, up",
    "PAUSED, D, 1, 1, unconfirmed",
    "PAUSED, U, 1, 1, unconfirmed",
  })
  void followsFromTheLatestResults(
      Status status, String results, int confirmations, int recovery, String expected) {
    assertThat(inWords(after(status, results, timing(confirmations, recovery))))
        .isEqualTo(expected);
  }

  @Test
  void datesAnOutageBackToItsFirstFailingCheck() {
    Verdict verdict = after(Status.UP, "UUDDD", timing(3, 1));
    assertThat(verdict)
        .isEqualTo(
            new Verdict.Changed(new MonitorEvent.WentDown(OUTAGE, at(2), "DOWN at 4", null, 0)));
  }

  @Test
  void datesARecoveryBackToItsFirstGoodCheck() {
    assertThat(after(Status.DOWN, "DUU", timing(2, 2)))
        .isEqualTo(new Verdict.Changed(new MonitorEvent.WentUp(at(1), null, 0)));
  }

  @Test
  void keepsTheStartOfARunThatIsLongerThanAnyConfirmation() {
    String results = "D".repeat(500);
    assertThat(after(Status.UP, results, timing(10, 1)))
        .isInstanceOfSatisfying(
            Verdict.Changed.class, changed -> assertThat(changed.event().at()).isEqualTo(at(0)));
  }
}
