package dev.tocsin.probe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of check that this node knows, and the way every check takes. */
public final class CheckKinds {
  private final Map<String, CheckKind<?>> kinds;
  private final CheckQueue queue;
  private final MeterRegistry metrics;

  /** To look a meter up is to build its name, tags and bounds anew. */
  private final Map<Ended, Counter> ended = new ConcurrentHashMap<>();

  private final Map<String, Timer> durations = new ConcurrentHashMap<>();

  private record Ended(String type, String outcome) {}

  public CheckKinds(List<CheckKind<?>> kinds, CheckQueue queue, MeterRegistry metrics) {
    this.kinds =
        kinds.stream().collect(Collectors.toUnmodifiableMap(CheckKind::type, Function.identity()));
    this.queue = queue;
    this.metrics = metrics;
  }

  public Optional<CheckKind<?>> byType(String type) {
    return Optional.ofNullable(kinds.get(type));
  }

  /** Their names, in alphabetical order. */
  public List<String> types() {
    return kinds.keySet().stream().sorted().toList();
  }

  /**
   * @throws IllegalArgumentException where no kind takes it: a defect of the wiring
   */
  public CheckKind<?> ofSpec(CheckSpec spec) {
    CheckKind<?> kind = kinds.get(spec.type());
    if (kind == null) {
      throw new IllegalArgumentException("There is no kind of check for " + spec.type());
    }
    return kind;
  }

  /** As the API shows it; secrets are left out. */
  public ObjectNode write(CheckSpec spec) {
    return write(ofSpec(spec), spec);
  }

  /**
   * What a person sent, with the stored secrets where they left them out.
   *
   * @param before what is stored; of another kind, it gives nothing
   */
  public CheckSpec keepSecrets(CheckSpec before, CheckSpec after) {
    return before.type().equals(after.type()) ? keepSecrets(ofSpec(after), before, after) : after;
  }

  /** Faults for the secrets that are still missing; ask after {@link #keepSecrets}. */
  public List<FieldError> missingSecrets(CheckSpec spec) {
    return missingSecrets(ofSpec(spec), spec);
  }

  /** With what Tocsin itself adds; ask after {@link #keepSecrets}. */
  public CheckSpec issue(CheckSpec spec) {
    return issue(ofSpec(spec), spec);
  }

  /** Whether something is asked: a manual monitor has no checks. */
  public boolean isChecked(CheckSpec spec) {
    return ofSpec(spec).probe().isPresent();
  }

  /**
   * Asks the target once, when there is a place in the queue. The time-out starts with the check.
   *
   * @return fails only for a defect of Tocsin itself, for a closing node, and with {@link
   *     IllegalArgumentException} where {@link #isChecked} says no
   */
  public CompletionStage<CheckResult> check(CheckSpec spec, Duration timeout) {
    return check(ofSpec(spec), spec, timeout);
  }

  private <S extends CheckSpec> CompletionStage<CheckResult> check(
      CheckKind<S> kind, CheckSpec spec, Duration timeout) {
    Optional<Probe<S>> probe = kind.probe();
    if (probe.isEmpty()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("A monitor of type " + kind.type() + " is not checked"));
    }
    S own = kind.specClass().cast(spec);
    return queue
        .submit(spec.target(), () -> probe.get().check(own, timeout))
        .whenComplete((result, fault) -> count(kind.type(), result));
  }

  private void count(String type, @Nullable CheckResult result) {
    String outcome = result == null ? "error" : result.outcome().name().toLowerCase(Locale.ROOT);
    ended.computeIfAbsent(new Ended(type, outcome), this::counter).increment();
    if (result != null) {
      durations
          .computeIfAbsent(type, this::timer)
          .record(result.phases().total(), TimeUnit.MICROSECONDS);
    }
  }

  private Counter counter(Ended of) {
    return Counter.builder("tocsin.checks")
        .description("Checks that ended, by kind and outcome; error is a fault of Tocsin itself")
        .tags("type", of.type(), "outcome", of.outcome())
        .register(metrics);
  }

  private Timer timer(String type) {
    return Timer.builder("tocsin.check.duration")
        .description("Time from the start of a check to its outcome")
        .tags("type", type)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30))
        .register(metrics);
  }

  private static <S extends CheckSpec> ObjectNode write(CheckKind<S> kind, CheckSpec spec) {
    return kind.write(kind.specClass().cast(spec));
  }

  private static <S extends CheckSpec> CheckSpec keepSecrets(
      CheckKind<S> kind, CheckSpec before, CheckSpec after) {
    return kind.keepSecrets(kind.specClass().cast(before), kind.specClass().cast(after));
  }

  private static <S extends CheckSpec> CheckSpec issue(CheckKind<S> kind, CheckSpec spec) {
    return kind.issue(kind.specClass().cast(spec));
  }

  private static <S extends CheckSpec> List<FieldError> missingSecrets(
      CheckKind<S> kind, CheckSpec spec) {
    return kind.missingSecrets(kind.specClass().cast(spec));
  }
}
