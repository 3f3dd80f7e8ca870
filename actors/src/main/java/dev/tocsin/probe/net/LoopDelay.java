package dev.tocsin.probe.net;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;

/** How long a task waits for its turn on an event loop; asked by one thread. */
final class LoopDelay {
  private final EventExecutor loop;
  private long askedAt;
  private volatile boolean isAsked;
  private volatile long last;

  LoopDelay(EventExecutor loop) {
    this.loop = loop;
  }

  /**
   * Asks anew.
   *
   * @return the last delay in nanoseconds, or that of the question that is not answered yet
   */
  long sample() {
    long now = System.nanoTime();
    if (isAsked) {
      return now - askedAt;
    }
    long found = last;
    askedAt = now;
    isAsked = true;
    try {
      loop.execute(
          () -> {
            last = System.nanoTime() - now;
            isAsked = false;
          });
    } catch (RejectedExecutionException closed) {
      isAsked = false;
    }
    return found;
  }
}
