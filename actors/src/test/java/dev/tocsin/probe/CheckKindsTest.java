package dev.tocsin.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.input.Input;
import dev.tocsin.probe.http.HttpCheckKind;
import dev.tocsin.probe.http.HttpSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CheckKindsTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CheckQueue queue = new CheckQueue(CheckQueue.Limits.DEFAULT, metrics);
  private CompletableFuture<CheckResult> answer = new CompletableFuture<>();
  private final HttpCheckKind http =
      new HttpCheckKind(
          (spec, timeout) -> answer, new AddressPolicy(() -> true, "PRIVATE", List::of));
  private final CheckKinds kinds =
      new CheckKinds(List.of(http, new ManualCheckKind()), queue, metrics);
  private final HttpSpec spec =
      http.read(Input.of(JsonNodeFactory.instance.objectNode().put("url", "http://a.example/")));

  @Test
  void findsKindsByTypeAndBySpecification() {
    assertThat(kinds.byType("http")).containsSame(http);
    assertThat(kinds.byType("gopher")).isEmpty();
    assertThat(kinds.ofSpec(spec)).isSameAs(http);
    assertThat(kinds.isChecked(spec)).isTrue();
    assertThat(kinds.isChecked(new ManualSpec())).isFalse();
    assertThat(kinds.write(new ManualSpec())).isEmpty();
    assertThat(kinds.keepSecrets(new ManualSpec(), spec)).isSameAs(spec);
  }

  @Test
  void countsChecksByTypeAndOutcome() {
    CheckResult down =
        new CheckResult(
            Instant.EPOCH,
            Outcome.DOWN,
            "Status 503, expected 200-299",
            new Phases(null, 1L, null, 1L, 1L, 2_000),
            Evidence.NONE);
    answer.complete(down);
    assertThat(kinds.check(spec, Duration.ofSeconds(1)).toCompletableFuture())
        .isCompletedWithValue(down);
    answer = CompletableFuture.failedFuture(new IllegalStateException("defect"));
    assertThat(kinds.check(spec, Duration.ofSeconds(1)).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(checks("down")).isEqualTo(1);
    assertThat(checks("error")).isEqualTo(1);
    assertThat(metrics.get("tocsin.check.duration").tags("type", "http").timer().count())
        .isEqualTo(1);
  }

  @Test
  void checksNothingThatIsSetByHand() {
    assertThatThrownBy(
            () -> kinds.check(new ManualSpec(), Duration.ofSeconds(1)).toCompletableFuture().get())
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  private double checks(String outcome) {
    return metrics.get("tocsin.checks").tags("type", "http", "outcome", outcome).counter().count();
  }
}
