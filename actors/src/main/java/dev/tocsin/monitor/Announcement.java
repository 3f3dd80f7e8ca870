package dev.tocsin.monitor;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Waits until all others have answered, a second at most, and says so once. */
final class Announcement {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private Announcement() {}

  static Behavior<Done> create(int expected, Consumer<ActorRef<Done>> ask, ActorRef<Done> replyTo) {
    return Behaviors.setup(
        context -> {
          if (expected == 0) {
            replyTo.tell(Done.getInstance());
            return Behaviors.stopped();
          }
          context.setReceiveTimeout(PATIENCE, Done.getInstance());
          ask.accept(context.getSelf());
          return waiting(expected, System.nanoTime() + PATIENCE.toNanos(), replyTo);
        });
  }

  private static Behavior<Done> waiting(int left, long until, ActorRef<Done> replyTo) {
    return Behaviors.receiveMessage(
        done -> {
          if (left == 1 || System.nanoTime() - until >= 0) {
            replyTo.tell(Done.getInstance());
            return Behaviors.stopped();
          }
          return waiting(left - 1, until, replyTo);
        });
  }
}
