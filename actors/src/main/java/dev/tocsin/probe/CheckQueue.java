package dev.tocsin.probe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the checks in flight, for the node and for each target host. A check that finds no place
 * waits, and its time-out starts only when it starts: overload is delay, never a verdict.
 *
 * <p>A host's checks start in the order they came; hosts take turns, so a host whose checks are
 * slow or many delays its own and not those of others.
 */
public final class CheckQueue implements AutoCloseable {
  /**
   * @param perNode the most checks in flight at once, at least 1
   * @param perHost the most of them to one host, at least 1
   */
  public record Limits(int perNode, int perHost) {
    public static final Limits DEFAULT = new Limits(256, 16);

    public Limits {
      if (perNode < 1 || perHost < 1) {
        throw new IllegalArgumentException("A limit of checks in flight must be at least 1");
      }
    }
  }

  private record Waiting(
      Host host,
      Supplier<? extends CompletionStage<CheckResult>> check,
      CompletableFuture<CheckResult> result,
      long since) {}

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

  private final Limits limits;
  private final Timer waitTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Host> hosts = new HashMap<>();

  /** Hosts with a check that may start, in the order of their turns. */
  private final ArrayDeque<Host> turns = new ArrayDeque<>();

  private int inFlight;
  private int waiting;
  private boolean dispatching;
  private boolean closed;

  public CheckQueue(Limits limits, MeterRegistry metrics) {
    this.limits = limits;
    Gauge.builder("tocsin.checks.inflight", this, CheckQueue::inFlight)
        .description("Checks that are being executed by this node")
        .register(metrics);
    Gauge.builder("tocsin.checks.waiting", this, CheckQueue::waiting)
        .description("Checks that are due and wait for a place")
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
      target.waiting.add(new Waiting(target, check, result, System.nanoTime()));
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
      return inFlight;
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
      waiting = 0;
    } finally {
      lock.unlock();
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
      Waiting next = next(first);
      if (next == null) {
        return;
      }
      first = false;
      start(next);
    }
  }

  private @Nullable Waiting next(boolean first) {
    lock.lock();
    try {
      if (first && dispatching) {
        return null;
      }
      @Nullable Host host = inFlight < limits.perNode() ? turns.poll() : null;
      dispatching = host != null;
      if (host == null) {
        return null;
      }
      Waiting next = host.waiting.remove();
      host.hasTurn = false;
      host.inFlight++;
      inFlight++;
      waiting--;
      takeTurn(host);
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void takeTurn(Host host) {
    if (!host.hasTurn && !host.waiting.isEmpty() && host.inFlight < limits.perHost()) {
      host.hasTurn = true;
      turns.add(host);
    }
  }

  private void start(Waiting next) {
    waitTime.record(System.nanoTime() - next.since(), TimeUnit.NANOSECONDS);
    CompletionStage<CheckResult> running;
    try {
      running = Objects.requireNonNull(next.check().get());
    } catch (RuntimeException | Error defect) {
      running = CompletableFuture.failedFuture(defect);
    }
    running.whenComplete(
        (result, fault) -> {
          release(next.host());
          if (fault != null) {
            next.result().completeExceptionally(fault);
          } else {
            next.result().complete(result);
          }
        });
  }

  private void release(Host host) {
    lock.lock();
    try {
      inFlight--;
      host.inFlight--;
      takeTurn(host);
      if (host.inFlight == 0 && host.waiting.isEmpty()) {
        hosts.remove(host.name);
      }
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  private static RejectedExecutionException closedQueue() {
    return new RejectedExecutionException("Checks are no longer started: the node is stopping");
  }
}
