package dev.tocsin.http.page;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task after each request for it, never twice at once; requests that come before a run has
 * begun are all served by it. Between two runs it rests in proportion to what the last one took, so
 * that it has a fifth of a processor at most, however often it is asked for.
 */
final class FoldedTask {
  private static final int REST_FACTOR = 4;
  private static final Duration LONGEST_REST = Duration.ofMillis(100);

  private final Executor executor;
  private final Runnable task;
  private final AtomicInteger unserved = new AtomicInteger();

  /**
   * @param task reports its own failures
   */
  FoldedTask(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Never waits. */
  void request() {
    if (unserved.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  private void run() {
    int served = unserved.get();
    long began = System.nanoTime();
    try {
      task.run();
    } finally {
      long took = System.nanoTime() - began;
      if (unserved.addAndGet(-served) > 0) {
        long rest = Math.min(took * REST_FACTOR, LONGEST_REST.toNanos());
        CompletableFuture.delayedExecutor(rest, TimeUnit.NANOSECONDS, executor).execute(this::run);
      }
    }
  }
}
