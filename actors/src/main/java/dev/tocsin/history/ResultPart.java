package dev.tocsin.history;

import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What results of a short stretch of time say together. Durations are microseconds, of those that
 * the target answered (up or degraded, with a duration). Immutable.
 */
public final class ResultPart {
  private final Instant at;
  private final Instant last;
  private final long checks;
  private final long failures;
  private final Map<Phase, Long> phases;

  /** Ascending. */
  private final long[] totals;

  /** The phases of a check in their order; what is in none of the first four is the rest. */
  public enum Phase {
    DNS,
    CONNECT,
    TLS,
    FIRST_BYTE,
    REST
  }

  private ResultPart(
      Collected collected, long checks, long failures, Map<Phase, Long> phases, long[] totals) {
    this.at = collected.at;
    this.last = collected.last;
    this.checks = checks;
    this.failures = failures;
    this.phases = phases;
    this.totals = totals;
  }

  /** When the stretch begins. */
  public Instant at() {
    return at;
  }

  /** When the newest of its results was. */
  public Instant last() {
    return last;
  }

  /** Of every outcome but unknown. */
  public long checks() {
    return checks;
  }

  /** Those that were down. */
  public long failures() {
    return failures;
  }

  /** Those with a duration. */
  public int answered() {
    return totals.length;
  }

  /** Empty where nothing answered. */
  public Optional<Long> average() {
    return totals.length == 0
        ? Optional.empty()
        : Optional.of(Math.round((double) Arrays.stream(totals).sum() / totals.length));
  }

  /** Averages, which together are {@link #average}; empty where nothing answered. */
  public Optional<Long> average(Phase phase) {
    return totals.length == 0
        ? Optional.empty()
        : Optional.of(Math.round((double) phases.getOrDefault(phase, 0L) / totals.length));
  }

  /** Of {@code 0 < quantile <= 1}: a value that was seen; empty where nothing answered. */
  public Optional<Long> quantile(double quantile) {
    return quantile(totals, quantile);
  }

  /** Whether any result tells where its time went. */
  boolean hasPhases() {
    return phases.entrySet().stream()
        .anyMatch(phase -> phase.getKey() != Phase.REST && phase.getValue() > 0);
  }

  long[] totals() {
    return totals.clone();
  }

  static Optional<Long> quantile(long[] ascending, double quantile) {
    return ascending.length == 0
        ? Optional.empty()
        : Optional.of(
            ascending[
                Math.clamp(
                    (int) Math.ceil(quantile * ascending.length) - 1, 0, ascending.length - 1)]);
  }

  /** A part while its results come, in any order. For one thread at a time. */
  static final class Collected {
    private static final int FIRST_ROOM = 16;

    private final Instant at;
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    private Instant last;
    private long checks;
    private long failures;
    private long[] totals = new long[FIRST_ROOM];
    private int size;

    Collected(Instant at) {
      this.at = at;
      this.last = at;
    }

    void add(RecordedResult result) {
      if (result.outcome() == Outcome.UNKNOWN) {
        return;
      }
      checks++;
      if (result.at().isAfter(last)) {
        last = result.at();
      }
      if (result.outcome() == Outcome.DOWN) {
        failures++;
      } else if (result.phases().total() > 0) {
        answered(result.phases());
      }
    }

    private void answered(Phases took) {
      if (size == totals.length) {
        totals = Arrays.copyOf(totals, 2 * size);
      }
      totals[size++] = took.total();
      long rest = took.total();
      rest -= take(Phase.DNS, took.dns(), rest);
      rest -= take(Phase.CONNECT, took.connect(), rest);
      rest -= take(Phase.TLS, took.tls(), rest);
      rest -= take(Phase.FIRST_BYTE, took.firstByte(), rest);
      phases.merge(Phase.REST, rest, Long::sum);
    }

    /** Parts of one duration are never more than the whole. */
    private long take(Phase phase, @Nullable Long took, long rest) {
      long taken = took == null ? 0 : Math.clamp(took, 0, rest);
      phases.merge(phase, taken, Long::sum);
      return taken;
    }

    boolean isEmpty() {
      return checks == 0;
    }

    ResultPart part() {
      long[] ascending = Arrays.copyOf(totals, size);
      Arrays.sort(ascending);
      return new ResultPart(this, checks, failures, Map.copyOf(phases), ascending);
    }
  }
}
