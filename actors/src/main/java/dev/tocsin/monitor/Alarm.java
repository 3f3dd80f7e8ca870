package dev.tocsin.monitor;

import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.dispatch.ExecutionContexts;
import scala.concurrent.ExecutionContext;

/** A message to oneself later, one of a hundred thousand that wait. */
public final class Alarm {
  private static final ExecutionContext AT_ONCE = ExecutionContexts.fromExecutor(Runnable::run);

  private Alarm() {}

  /**
   * As the context's own timer, but told by the thread that counts the time: one change of threads
   * less each time it rings.
   *
   * @param delay at once where it is negative
   */
  public static <T> Cancellable set(ActorContext<T> context, Duration delay, T message) {
    var self = context.getSelf();
    return context
        .getSystem()
        .scheduler()
        .scheduleOnce(
            delay.isNegative() ? Duration.ZERO : delay, () -> self.tell(message), AT_ONCE);
  }
}
