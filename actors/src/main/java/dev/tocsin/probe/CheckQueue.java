package dev.tocsin.probe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the checks in flight, for the node and for each target host. A check that finds no place
 * waits, and its time-out starts only when it starts: overload is delay, never a verdict.
 *
 * <p>A host's checks start in the order they came; hosts take turns, so a host whose checks are
 * slow or many delays its own and not those of others.
 *
 * <p>Nor do many slow hosts delay the quick ones: a host whose last check was slow begins in one of
 * the places for slow checks, which leaves the others to the quick ones. A check that is still in
 * flight after {@link #SLOW} only waits for its target and counts as slow from then on.
 *
 * <p>While this node is itself busy it takes on few checks at once, or it would make each of them
 * slow until healthy targets miss their time-outs; and what takes long then is held against nobody.
 */
public final class CheckQueue implements AutoCloseable {
  /**
   * Longer than most checks take; a few times this is what a crowd of slow hosts may delay others.
   */
  static final Duration SLOW = Duration.ofMillis(300);

  private static final Duration REVIEW = Duration.ofMillis(100);
  private static final int MOST_KNOWN_SLOW = 100_000;

  /**
   * @param quick places that slow checks cannot take, at least 1; a busy node uses no others
   * @param slow places for any check while the node is not busy; 0 for none
   * @param perHost the most checks to one host, at least 1
   */
  public record Limits(int quick, int slow, int perHost) {
    public static final Limits DEFAULT = new Limits(256, 768, 16);

    public Limits {
      if (quick < 1 || slow < 0 || perHost < 1) {
        throw new IllegalArgumentException("A limit of checks in flight must be at least 1");
      }
    }

    /** A quarter of the places is kept from slow checks. */
    public static Limits of(int inFlight, int perHost) {
      int quick = Math.max(1, inFlight / 4);
      return new Limits(quick, inFlight - quick, perHost);
    }
  }

  private record Waiting(
      Host host,
      Supplier<? extends CompletionStage<CheckResult>> check,
      CompletableFuture<CheckResult> result,
      long since) {}

  /** A check in flight. */
  private static final class Running {
    final Host host;
    final long since;
    boolean inSlowPlace;

    Running(Host host, long since, boolean inSlowPlace) {
      this.host = host;
      this.since = since;
      this.inSlowPlace = inSlowPlace;
    }
  }

  /** A target host while it has checks in flight or waiting. */
  private static final class Host {
    final String name;
    final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    int inFlight;
    boolean hasTurn;

    Host(String name) {
      this.name = name;
    }
  }

  private record Start(Waiting waiting, Running running) {}

  private final Limits limits;
  private final LongSupplier nanos;
  private final BooleanSupplier busy;
  private final Timer waitTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Host> hosts = new HashMap<>();

  /** Hosts with a check that may start, in the order of their turns. */
  private final ArrayDeque<Host> turns = new ArrayDeque<>();

  /** The same for hosts that were slow the last time. */
  private final ArrayDeque<Host> slowTurns = new ArrayDeque<>();

  /** In quick places, the oldest first. */
  private final SequencedSet<Running> quick = new LinkedHashSet<>();

  private final Map<String, Boolean> knownSlow =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_KNOWN_SLOW;
        }
      };

  private final @Nullable ScheduledExecutorService reviews;
  private int slow;
  private int waiting;
  private boolean dispatching;
  private boolean wasBusy;
  private boolean closed;

  /** On a node that is never too busy to tell a slow target. */
  public CheckQueue(Limits limits, MeterRegistry metrics) {
    this(limits, () -> false, metrics);
  }

  /**
   * @param busy whether this node is late itself, so that what takes long says nothing of a target;
   *     asked ten times a second
   */
  public CheckQueue(Limits limits, BooleanSupplier busy, MeterRegistry metrics) {
    this(
        limits,
        busy,
        metrics,
        System::nanoTime,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tocsin-check-queue").factory()));
  }

  /**
   * @param reviews null where {@link #review} is called by hand
   */
  CheckQueue(
      Limits limits,
      BooleanSupplier busy,
      MeterRegistry metrics,
      LongSupplier nanos,
      @Nullable ScheduledExecutorService reviews) {
    this.limits = limits;
    this.busy = busy;
    this.wasBusy = busy.getAsBoolean();
    this.nanos = nanos;
    this.reviews = reviews;
    Gauge.builder("tocsin.checks.inflight", this, CheckQueue::inFlight)
        .description("Checks that are being executed by this node")
        .register(metrics);
    Gauge.builder("tocsin.checks.slow", this, CheckQueue::slow)
        .description("Checks in flight that wait for a slow target")
        .register(metrics);
    Gauge.builder("tocsin.checks.waiting", this, CheckQueue::waiting)
        .description("Checks that are due and wait for a place")
        .register(metrics);
    Gauge.builder("tocsin.checks.lateness", this, CheckQueue::lateness)
        .description("How long the check that waits longest for a place has been due")
        .baseUnit("seconds")
        .register(metrics);
    this.waitTime =
        Timer.builder("tocsin.check.wait")
            .description("Time between a check being due and its start")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(metrics);
    if (reviews != null) {
      reviews.scheduleWithFixedDelay(
          this::review, REVIEW.toMillis(), REVIEW.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Starts a check as soon as there is a place for it, on the calling thread or on the thread where
   * another check ends; so starting must not block.
   *
   * @param host what the limit per host counts by; case does not matter
   * @return what the check answers; it fails as the check fails, and with {@link
   *     RejectedExecutionException} when the queue was closed before the check started
   */
  public CompletionStage<CheckResult> submit(
      String host, Supplier<? extends CompletionStage<CheckResult>> check) {
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        result.completeExceptionally(closedQueue());
        return result;
      }
      Host target = hosts.computeIfAbsent(host.toLowerCase(Locale.ROOT), Host::new);
      target.waiting.add(new Waiting(target, check, result, nanos.getAsLong()));
      waiting++;
      takeTurn(target);
    } finally {
      lock.unlock();
    }
    dispatch();
    return result;
  }

  public int inFlight() {
    lock.lock();
    try {
      return quick.size() + slow;
    } finally {
      lock.unlock();
    }
  }

  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  int slow() {
    lock.lock();
    try {
      return slow;
    } finally {
      lock.unlock();
    }
  }

  /** In seconds, of the check that waits longest. */
  private double lateness() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      long longest = 0;
      for (Host host : hosts.values()) {
        @Nullable Waiting first = host.waiting.peek();
        longest = first == null ? longest : Math.max(longest, now - first.since());
      }
      return longest / 1e9;
    } finally {
      lock.unlock();
    }
  }

  /** Counts the checks that have become slow among the slow ones. */
  void review() {
    boolean isBusy = busy.getAsBoolean();
    lock.lock();
    try {
      wasBusy = isBusy;
      if (!isBusy) {
        moveSlow();
      }
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  /** Needs the lock. */
  private void moveSlow() {
    long now = nanos.getAsLong();
    Iterator<Running> oldest = quick.iterator();
    while (slow < limits.slow() && oldest.hasNext()) {
      Running running = oldest.next();
      if (!isSlow(running, now)) {
        break;
      }
      oldest.remove();
      knownSlow.put(running.host.name, true);
      running.inSlowPlace = true;
      slow++;
    }
  }

  /** Refuses what waits and what comes; checks in flight end as they would have. */
  @Override
  public void close() {
    List<Waiting> refused = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      hosts.values().forEach(host -> refused.addAll(host.waiting));
      hosts.values().forEach(host -> host.waiting.clear());
      turns.clear();
      slowTurns.clear();
      waiting = 0;
    } finally {
      lock.unlock();
    }
    if (reviews != null) {
      reviews.shutdown();
    }
    refused.forEach(check -> check.result().completeExceptionally(closedQueue()));
  }

  /**
   * One thread at a time starts checks: a check that ends while it is being started finds the
   * dispatcher at work and returns, so a long row of such checks does not grow the stack.
   */
  private void dispatch() {
    boolean first = true;
    while (true) {
      Start next = next(first);
      if (next == null) {
        return;
      }
      first = false;
      start(next);
    }
  }

  private @Nullable Start next(boolean first) {
    lock.lock();
    try {
      if (first && dispatching) {
        return null;
      }
      @Nullable Host host = mayStartQuick() ? turns.poll() : null;
      boolean inSlowPlace = host == null && mayStartSlow();
      if (inSlowPlace) {
        host = slowTurns.poll();
      }
      dispatching = host != null;
      return host == null ? null : begin(host, inSlowPlace);
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private boolean mayStartQuick() {
    return quick.size() < limits.quick()
        || !wasBusy && quick.size() + slow < limits.quick() + limits.slow();
  }

  /**
   * Needs the lock. A few go on while the node is busy, or a host could not show that it is well.
   */
  private boolean mayStartSlow() {
    int most = wasBusy ? Math.min(limits.slow(), limits.quick() / 4 + 1) : limits.slow();
    return slow < most && quick.size() + slow < limits.quick() + limits.slow();
  }

  /** Needs the lock. */
  private Start begin(Host host, boolean inSlowPlace) {
    Waiting next = host.waiting.remove();
    Running running = new Running(host, nanos.getAsLong(), inSlowPlace);
    host.hasTurn = false;
    host.inFlight++;
    if (inSlowPlace) {
      slow++;
    } else {
      quick.add(running);
    }
    waiting--;
    takeTurn(host);
    return new Start(next, running);
  }

  /** Needs the lock. */
  private void takeTurn(Host host) {
    if (!host.hasTurn && !host.waiting.isEmpty() && host.inFlight < limits.perHost()) {
      host.hasTurn = true;
      (knownSlow.containsKey(host.name) ? slowTurns : turns).add(host);
    }
  }

  private void start(Start next) {
    Waiting check = next.waiting();
    waitTime.record(next.running().since - check.since(), TimeUnit.NANOSECONDS);
    CompletionStage<CheckResult> running;
    try {
      running = Objects.requireNonNull(check.check().get());
    } catch (RuntimeException | Error defect) {
      running = CompletableFuture.failedFuture(defect);
    }
    running.whenComplete(
        (result, fault) -> {
          release(next.running());
          if (fault != null) {
            check.result().completeExceptionally(fault);
          } else {
            check.result().complete(result);
          }
        });
  }

  private void release(Running running) {
    lock.lock();
    try {
      if (running.inSlowPlace) {
        slow--;
      } else {
        quick.remove(running);
      }
      Host host = running.host;
      host.inFlight--;
      remember(running);
      takeTurn(host);
      if (host.inFlight == 0 && host.waiting.isEmpty()) {
        hosts.remove(host.name);
      }
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  /** Needs the lock. */
  private void remember(Running running) {
    if (!isSlow(running, nanos.getAsLong())) {
      knownSlow.remove(running.host.name);
    } else if (limits.slow() > 0 && !wasBusy) {
      knownSlow.put(running.host.name, true);
    }
  }

  private static boolean isSlow(Running running, long now) {
    return now - running.since >= SLOW.toNanos();
  }

  private static RejectedExecutionException closedQueue() {
    return new RejectedExecutionException("Checks are no longer started: the node is stopping");
  }
}
