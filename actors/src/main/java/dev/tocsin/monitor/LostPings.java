package dev.tocsin.monitor;

import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Cancels the answers of pings whose monitor ended before it read them, as when its shard moves, so
 * that they are sent to where it runs now.
 */
final class LostPings {
  private LostPings() {}

  static Behavior<DeadLetter> create() {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .eventStream()
              .tell(new EventStream.Subscribe<>(DeadLetter.class, context.getSelf()));
          return Behaviors.receiveMessage(
              letter -> {
                if (letter.message() instanceof MonitorEntity.ReceivePingHere ping) {
                  ping.answer().cancel(false);
                }
                return Behaviors.same();
              });
        });
  }
}
