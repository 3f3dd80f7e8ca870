package dev.tocsin.probe;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckQueueTest {
  private static final CheckResult UP =
      new CheckResult(
          Instant.EPOCH,
          Outcome.UP,
          null,
          new Phases(null, null, null, null, null, 1),
          Evidence.NONE);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private boolean busy;
  private long now;
  private final List<String> started = new ArrayList<>();
  private final Map<String, CompletableFuture<CheckResult>> running = new HashMap<>();

  @Test
  void startsAHostsChecksInTheOrderTheyCame() {
    CheckQueue queue = queue(10, 1);
    submit(queue, "a", "a1");
    submit(queue, "a", "a2");
    submit(queue, "A", "a3");
    assertThat(started).containsExactly("a1");
    end("a1");
    end("a2");
    assertThat(started).containsExactly("a1", "a2", "a3");
    assertThat(queue.inFlight()).isEqualTo(1);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aSlowHostDelaysNoOther() {
    CheckQueue queue = queue(4, 2);
    for (int i = 0; i < 100; i++) {
      submit(queue, "slow", "slow" + i);
    }
    submit(queue, "quick", "quick");
    assertThat(started).containsExactly("slow0", "slow1", "quick");
  }

  @Test
  void hostsTakeTurnsWhenTheNodeIsFull() {
    CheckQueue queue = queue(1, 1);
    submit(queue, "x", "x0");
    for (int i = 1; i <= 3; i++) {
      submit(queue, "a", "a" + i);
    }
    submit(queue, "b", "b1");
    submit(queue, "c", "c1");
    for (String name : List.of("x0", "a1", "b1", "c1", "a2")) {
      end(name);
    }
    assertThat(started).containsExactly("x0", "a1", "b1", "c1", "a2", "a3");
  }

  @Test
  void keepsPlacesFromHostsThatWereSlow() {
    CheckQueue queue = reviewed(1, 2);
    for (String host : List.of("a", "b", "c")) {
      submit(queue, host, host + "1");
    }
    pass(queue, 300);
    assertThat(queue.slow()).isEqualTo(2);
    for (String host : List.of("a", "b", "c")) {
      end(host + "1");
      submit(queue, host, host + "2");
    }
    assertThat(queue.inFlight()).isEqualTo(2);
    assertThat(queue.waiting()).isEqualTo(1);
    submit(queue, "quick", "quick");
    assertThat(started).containsExactly("a1", "b1", "c1", "a2", "b2", "quick");
    end("quick");
    assertThat(started).doesNotContain("c2");
    end("a2"); // quick again
    assertThat(started).endsWith("c2");
    submit(queue, "a", "a3");
    assertThat(started).endsWith("a3");
    assertThat(queue.slow()).isEqualTo(2);
  }

  @Test
  void takesOnFewAtOnceWhileTheNodeIsBusy() {
    CheckQueue queue = reviewed(2, 100);
    busy = true;
    queue.review();
    for (int i = 0; i < 5; i++) {
      submit(queue, "host" + i, "check" + i);
    }
    pass(queue, 5_000);
    assertThat(started).containsExactly("check0", "check1");
    assertThat(queue.slow()).isZero();
    assertThat(metrics.get("tocsin.checks.lateness").gauge().value()).isEqualTo(5);
    end("check0");
    end("check1");
    assertThat(started).containsExactly("check0", "check1", "check2", "check3");
    busy = false;
    queue.review();
    assertThat(started).endsWith("check4");
    submit(queue, "host0", "again"); // what took long while the node was busy is not its fault
    assertThat(queue.slow()).isZero();
  }

  @Test
  void hangingChecksLeaveABusyNodeItsPlaces() {
    CheckQueue queue = reviewed(1, 10);
    for (int i = 0; i < 5; i++) {
      submit(queue, "hanging" + i, "hanging" + i);
    }
    pass(queue, 300);
    assertThat(queue.slow()).isEqualTo(5);
    busy = true;
    queue.review();
    submit(queue, "quick", "quick");
    submit(queue, "hanging0", "again");
    assertThat(started).endsWith("quick");
  }

  @Test
  void splitsWhatMayBeInFlight() {
    assertThat(CheckQueue.Limits.of(1_000, 20)).isEqualTo(new CheckQueue.Limits(250, 750, 20));
    assertThat(CheckQueue.Limits.of(1, 1)).isEqualTo(new CheckQueue.Limits(1, 0, 1));
  }

  @Test
  void aFaultyCheckGivesItsPlaceBack() {
    CheckQueue queue = queue(1, 1);
    CompletionStage<CheckResult> thrown =
        queue.submit(
            "a",
            () -> {
              throw new IllegalStateException("defect");
            });
    CompletionStage<CheckResult> none = queue.submit("a", () -> null);
    CompletionStage<CheckResult> failed =
        queue.submit("a", () -> CompletableFuture.failedFuture(new IllegalStateException("late")));
    for (CompletionStage<CheckResult> result : List.of(thrown, none, failed)) {
      assertThat(result.toCompletableFuture()).isCompletedExceptionally();
    }
    assertThat(queue.submit("a", () -> CompletableFuture.completedFuture(UP)).toCompletableFuture())
        .isCompletedWithValue(UP);
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void aLongRowOfChecksThatEndAtOnceDoesNotGrowTheStack() {
    CheckQueue queue = queue(1, 1);
    submit(queue, "a", "first");
    List<CompletableFuture<CheckResult>> results = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      results.add(
          queue.submit("a", () -> CompletableFuture.completedFuture(UP)).toCompletableFuture());
    }
    end("first");
    assertThat(results).allSatisfy(result -> assertThat(result).isCompletedWithValue(UP));
    assertThat(queue.inFlight()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void refusesWhatWaitsAndWhatComesOnceClosed() {
    CheckQueue queue = queue(1, 1);
    CompletionStage<CheckResult> first = submit(queue, "a", "a1");
    CompletionStage<CheckResult> second = submit(queue, "a", "a2");
    queue.close();
    for (CompletionStage<CheckResult> refused : List.of(second, submit(queue, "b", "b1"))) {
      assertThatThrownBy(() -> refused.toCompletableFuture().get(5, SECONDS))
          .hasCauseInstanceOf(RejectedExecutionException.class);
    }
    end("a1");
    assertThat(first.toCompletableFuture()).isCompletedWithValue(UP);
    assertThat(started).containsExactly("a1");
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void keepsItsBoundsUnderManyThreads() throws InterruptedException {
    int perNode = 20;
    int perHost = 3;
    int checks = 40_000;
    CheckQueue queue = queue(perNode, perHost);
    AtomicInteger all = new AtomicInteger();
    AtomicInteger[] ofHost = new AtomicInteger[15];
    AtomicBoolean broken = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(checks);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < ofHost.length; i++) {
        ofHost[i] = new AtomicInteger();
      }
      for (int i = 0; i < checks; i++) {
        threads.execute(
            () -> {
              int host = ThreadLocalRandom.current().nextInt(ofHost.length);
              queue
                  .submit(
                      "host" + host,
                      () -> {
                        CompletableFuture<CheckResult> result = new CompletableFuture<>();
                        if (all.incrementAndGet() > perNode
                            || ofHost[host].incrementAndGet() > perHost) {
                          broken.set(true);
                        }
                        Runnable end =
                            () -> {
                              ofHost[host].decrementAndGet();
                              all.decrementAndGet();
                              result.complete(UP);
                            };
                        if (ThreadLocalRandom.current().nextInt(10) == 0) {
                          end.run();
                        } else {
                          threads.execute(end);
                        }
                        return result;
                      })
                  .whenComplete((result, fault) -> ended.countDown());
            });
      }
      assertThat(ended.await(50, SECONDS)).isTrue();
    }
    assertThat(broken).isFalse();
    assertThat(queue.inFlight()).isZero();
    assertThat(queue.waiting()).isZero();
    assertThat(metrics.get("tocsin.check.wait").timer().count()).isEqualTo(checks);
    assertThat(metrics.get("tocsin.checks.inflight").gauge().value()).isZero();
  }

  private CheckQueue reviewed(int quick, int slow) {
    return new CheckQueue(
        new CheckQueue.Limits(quick, slow, 10), () -> busy, metrics, () -> now, null);
  }

  private void pass(CheckQueue queue, long millis) {
    now += MILLISECONDS.toNanos(millis);
    queue.review();
  }

  private CheckQueue queue(int perNode, int perHost) {
    return new CheckQueue(new CheckQueue.Limits(perNode, 0, perHost), metrics);
  }

  private CompletionStage<CheckResult> submit(CheckQueue queue, String host, String name) {
    return queue.submit(
        host,
        () -> {
          started.add(name);
          return running.computeIfAbsent(name, it -> new CompletableFuture<>());
        });
  }

  private void end(String name) {
    running.get(name).complete(UP);
  }
}
