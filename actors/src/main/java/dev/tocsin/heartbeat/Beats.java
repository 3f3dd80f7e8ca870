package dev.tocsin.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the pings so far say of the next one. Nothing is expected before the first.
 *
 * @param sign the last sign of life
 * @param interval between the last two signs of life
 * @param ranFor how long the run took that ended with the last sign of life, where its start was
 *     told
 * @param runs that have begun and not ended, in the order of their starts
 * @param expectFrom a later moment than any ping from which the schedule counts: when it was
 *     resumed
 * @param excused time since the last ping in which none could be received
 * @param excusedUntil before this it is not late, because a ping may have been lost on our side
 */
public record Beats(
    @Nullable Sign sign,
    @Nullable Duration interval,
    @Nullable Duration ranFor,
    List<Run> runs,
    @Nullable Instant expectFrom,
    Duration excused,
    @Nullable Instant excusedUntil) {

  public static final Beats NONE =
      new Beats(null, null, null, List.of(), null, Duration.ZERO, null);

  /** A caller that starts runs and never ends them is told about the first ones only. */
  private static final int MOST_RUNS = 8;

  /**
   * @param kind success, degraded or fail
   * @param cause null for a success
   */
  public record Sign(Ping.Kind kind, Instant at, @Nullable String cause) {}

  public record Run(@Nullable UUID id, Instant since) {}

  /** Why and since when it is late. */
  public record Deadline(Instant at, @Nullable Run run) {}

  public Beats {
    runs = List.copyOf(runs);
  }

  public Beats received(Ping ping) {
    return switch (ping.kind()) {
      case LOG -> this;
      case START -> started(ping);
      case SUCCESS, DEGRADED, FAIL -> alive(ping);
    };
  }

  private Beats started(Ping ping) {
    List<Run> open = new ArrayList<>(without(ping.run()));
    if (open.size() == MOST_RUNS) {
      open.removeFirst();
    }
    open.add(new Run(ping.run(), ping.at()));
    return new Beats(sign, interval, ranFor, open, expectFrom, Duration.ZERO, null);
  }

  private Beats alive(Ping ping) {
    Optional<Run> run =
        runs.isEmpty()
            ? Optional.empty()
            : runs.stream().filter(it -> isOf(it, ping.run())).findFirst();
    return new Beats(
        new Sign(ping.kind(), ping.at(), ping.cause()),
        sign == null ? null : Duration.between(sign.at(), ping.at()),
        run.map(it -> Duration.between(it.since(), ping.at())).orElse(null),
        without(ping.run()),
        null,
        Duration.ZERO,
        null);
  }

  private List<Run> without(@Nullable UUID id) {
    return runs.isEmpty() ? runs : runs.stream().filter(run -> !isOf(run, id)).toList();
  }

  private static boolean isOf(Run run, @Nullable UUID id) {
    return run.id() == null ? id == null : run.id().equals(id);
  }

  /** Runs that took too long are not waited for any more: another one has ended since. */
  public Beats withoutOverdue(Instant now, HeartbeatSpec spec) {
    if (runs.isEmpty()) {
      return this;
    }
    List<Run> open =
        runs.stream().filter(run -> now.isBefore(run.since().plus(spec.runLimit()))).toList();
    return open.size() == runs.size()
        ? this
        : new Beats(sign, interval, ranFor, open, expectFrom, excused, excusedUntil);
  }

  /** It was told about: this run is not waited for any more. */
  public Beats overdue(Run run) {
    return new Beats(
        sign,
        interval,
        ranFor,
        runs.stream().filter(it -> !it.equals(run)).toList(),
        expectFrom,
        excused,
        excusedUntil);
  }

  /** Expectations begin here, where there were any before. */
  public Beats expectingFrom(Instant now) {
    return new Beats(sign, interval, ranFor, List.of(), now, Duration.ZERO, null);
  }

  /** The schedule counts from here on; runs go on. */
  public Beats countingFrom(Instant now) {
    return new Beats(sign, interval, ranFor, runs, now, Duration.ZERO, null);
  }

  /** When it is late; empty where nothing is expected. While runs go on, it is they that count. */
  public Optional<Deadline> deadline(HeartbeatSpec spec) {
    if (runs.isEmpty()) {
      return scheduled(spec).map(at -> new Deadline(at, null));
    }
    return runs.stream()
        .map(run -> new Deadline(run.since().plus(spec.runLimit()), run))
        .min(Comparator.comparing(Deadline::at));
  }

  private Optional<Instant> scheduled(HeartbeatSpec spec) {
    return base()
        .flatMap(spec.schedule()::dueAfter)
        .map(due -> due.plus(spec.grace()))
        .map(at -> excusedUntil != null && excusedUntil.isAfter(at) ? excusedUntil : at);
  }

  /** What the schedule counts from: nobody is late for what has begun. */
  private Optional<Instant> base() {
    if (sign == null) {
      return Optional.empty();
    }
    Instant latest = sign.at();
    if (expectFrom != null && expectFrom.isAfter(latest)) {
      latest = expectFrom;
    }
    if (!runs.isEmpty() && runs.getLast().since().isAfter(latest)) {
      latest = runs.getLast().since();
    }
    return Optional.of(latest);
  }

  /**
   * No ping could be received between the two: whoever may have tried then is given until the next
   * one is due. A regular caller's ping was lost only if it was due in that time, by the schedule
   * or by the interval of the last two; one that keeps its word is never called late for it, and
   * one that has stopped is found out at most one period later.
   */
  public Beats unreceivable(Instant from, Instant to, HeartbeatSpec spec) {
    Optional<Instant> base = base();
    if (!from.isBefore(to)) {
      return this;
    }
    List<Run> still =
        runs.stream()
            .filter(
                run ->
                    !from.isBefore(run.since().plus(spec.runLimit())) || !to.isAfter(run.since()))
            .toList();
    // a run whose end may have been lost is taken for a sign of life when it began
    if (base.isEmpty()) {
      return new Beats(sign, interval, ranFor, still, expectFrom, excused, excusedUntil);
    }
    Instant counted = base.get();
    Duration gap = Duration.between(from.isBefore(counted) ? counted : from, to);
    if (gap.isNegative() || gap.isZero() || !mayHaveLost(from, to, counted, spec)) {
      return new Beats(
          sign, interval, ranFor, still, fromOf(counted, still), excused, excusedUntil);
    }
    Duration all = excused.plus(gap);
    return new Beats(
        sign,
        interval,
        ranFor,
        still,
        fromOf(counted, still),
        all,
        nextChance(counted, to, all, spec).plus(spec.grace()));
  }

  private @Nullable Instant fromOf(Instant counted, List<Run> still) {
    return still.size() == runs.size() ? expectFrom : counted;
  }

  private boolean mayHaveLost(Instant from, Instant to, Instant counted, HeartbeatSpec spec) {
    Instant deadline = scheduled(spec).orElse(Instant.MAX);
    Instant earliest =
        switch (spec.schedule()) {
          case Schedule.Cron cron -> cron.dueAfter(counted).orElse(Instant.MAX);
          case Schedule.Period(Duration period) -> {
            if (interval == null) {
              yield counted;
            }
            Duration usual = interval.compareTo(period) < 0 ? interval : period;
            Duration early = max(spec.grace(), period.dividedBy(10));
            yield counted.plus(usual).minus(early);
          }
        };
    return !from.isAfter(deadline) && !to.isBefore(earliest);
  }

  private static Instant nextChance(
      Instant counted, Instant to, Duration excused, HeartbeatSpec spec) {
    return switch (spec.schedule()) {
      case Schedule.Cron cron -> cron.dueAfter(to).orElse(to);
      case Schedule.Period(Duration period) -> {
        Instant fromNow = to.plus(period);
        Instant afterOneLost = counted.plus(period.multipliedBy(2)).plus(excused);
        yield afterOneLost.isBefore(fromNow) ? afterOneLost : fromNow;
      }
    };
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
