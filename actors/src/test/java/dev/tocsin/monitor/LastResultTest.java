package dev.tocsin.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastResultTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final Evidence PROOF =
      new Evidence(
          "192.0.2.1:443",
          200,
          List.of("server: nginx"),
          "well",
          List.of("https://example.com/"),
          Instant.parse("2027-01-01T00:00:00Z"),
          List.of(new Evidence.Fact("issuer", "An Authority")));

  @Test
  void keepsOfAGoodResultAllButItsProof() {
    Phases phases = new Phases(1_000L, 2_000L, 3_000L, 4_000L, 5_000L, 60_000_000);
    CheckResult good = new CheckResult(AT, Outcome.UP, null, phases, PROOF);
    assertThat(LastResult.of(good).result())
        .isEqualTo(
            new CheckResult(
                AT,
                Outcome.UP,
                null,
                phases,
                new Evidence(
                    PROOF.address(),
                    200,
                    List.of(),
                    null,
                    List.of(),
                    PROOF.certificateEnds(),
                    PROOF.facts())));
  }

  @Test
  void tellsWhatDidNotHappenFromWhatTookNoTime() {
    Phases phases = new Phases(0L, null, null, null, null, 0);
    CheckResult good = new CheckResult(AT, Outcome.UP, null, phases, Evidence.NONE);
    assertThat(LastResult.of(good).result()).isEqualTo(good);
  }

  @Test
  void keepsABadResultWhole() {
    Phases phases = new Phases(null, null, null, null, null, 7);
    CheckResult bad = new CheckResult(AT, Outcome.DOWN, "It is down.", phases, PROOF);
    assertThat(LastResult.of(bad).result()).isEqualTo(bad);
  }
}
