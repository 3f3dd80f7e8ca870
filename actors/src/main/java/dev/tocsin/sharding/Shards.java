package dev.tocsin.sharding;

import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/**
 * The cluster's end of this node for one type of entity.
 *
 * @param <C> what those entities are told
 */
public record Shards<C>(ActorSystem<?> system, ActorRef<ShardingEnvelope<C>> region) {
  /**
   * @param unanswered what whoever asked is told where no answer came in time
   * @return fails with {@link StoreUnavailableException} then
   */
  public <R> CompletionStage<R> ask(
      String entityId, Duration patience, String unanswered, Function<ActorRef<R>, C> command) {
    return AskPattern.<ShardingEnvelope<C>, R>ask(
            region,
            replyTo -> new ShardingEnvelope<>(entityId, command.apply(replyTo)),
            patience,
            system.scheduler())
        .exceptionally(
            failed -> {
              Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
              throw new StoreUnavailableException(unanswered, cause == null ? failed : cause);
            });
  }

  public void tell(String entityId, C command) {
    region.tell(new ShardingEnvelope<>(entityId, command));
  }
}
