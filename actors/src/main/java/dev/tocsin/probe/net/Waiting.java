package dev.tocsin.probe.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits on a virtual thread for what happens on an event loop. */
final class Waiting {
  private Waiting() {}

  /**
   * @param until as {@link System#nanoTime}
   * @param late what is said when the time is over
   */
  static <T extends @Nullable Object> T on(
      CompletableFuture<T> news, long until, Supplier<TargetFault> late) throws TargetFault {
    try {
      return news.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException over) {
      throw late.get();
    } catch (ExecutionException failed) {
      throw thrown(failed.getCause());
    } catch (InterruptedException defect) {
      throw new IllegalStateException("A check was interrupted", defect);
    }
  }

  /** A fault of the target; a defect of ours is thrown by itself. */
  static TargetFault thrown(@Nullable Throwable cause) {
    if (cause instanceof TargetFault fault) {
      return fault;
    }
    throw new IllegalStateException("A check could not go on", cause);
  }
}
