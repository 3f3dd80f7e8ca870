package dev.tocsin.alert;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.jspecify.annotations.Nullable;

/** Reaches alerts through the cluster that this node is a member of at the moment. */
public final class ShardedAlerts implements Alerts {
  /** Longer than an alert waits for its journal before it answers all the same. */
  private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(8);

  private static final Duration READ_PATIENCE = Duration.ofSeconds(3);

  /** The cluster's end of this node, while there is one. */
  public record Reach(
      ActorSystem<?> system, ActorRef<ShardingEnvelope<AlertEntity.Command>> region) {}

  private final Supplier<Optional<Reach>> reach;

  public ShardedAlerts(Supplier<Optional<Reach>> reach) {
    this.reach = reach;
  }

  @Override
  public CompletionStage<AlertSight> open(AlertRef alert, AlertSubject subject, Author by) {
    return ask(alert, CHANGE_PATIENCE, replyTo -> new AlertEntity.Open(subject, by, replyTo));
  }

  @Override
  public CompletionStage<AlertSight> respond(AlertRef alert, Response response) {
    return ask(alert, CHANGE_PATIENCE, replyTo -> new AlertEntity.Respond(response, replyTo));
  }

  @Override
  public CompletionStage<AlertSight> report(
      AlertRef alert, UUID notification, Arrival arrival, @Nullable String reason) {
    return ask(
        alert,
        CHANGE_PATIENCE,
        replyTo -> new AlertEntity.ReportArrival(notification, arrival, reason, replyTo));
  }

  @Override
  public CompletionStage<AlertSight> find(AlertRef alert) {
    return ask(alert, READ_PATIENCE, AlertEntity.Get::new);
  }

  private CompletionStage<AlertSight> ask(
      AlertRef alert,
      Duration patience,
      Function<ActorRef<AlertEntity.Reply>, AlertEntity.Command> command) {
    Optional<Reach> now = reach.get();
    if (now.isEmpty()) {
      return CompletableFuture.failedStage(
          new StoreUnavailableException("This node is not part of the cluster at the moment."));
    }
    return AskPattern.<ShardingEnvelope<AlertEntity.Command>, AlertEntity.Reply>ask(
            now.get().region(),
            replyTo -> new ShardingEnvelope<>(alert.entityId(), command.apply(replyTo)),
            patience,
            now.get().system().scheduler())
        .exceptionally(
            failed -> {
              Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
              throw new StoreUnavailableException(
                  "The alert did not answer in time.", cause == null ? failed : cause);
            })
        .thenApply(ShardedAlerts::sight);
  }

  private static AlertSight sight(AlertEntity.Reply reply) {
    return switch (reply) {
      case AlertEntity.Done(AlertSight sight) -> sight;
      case AlertEntity.Refused(String why) -> throw new ConflictException(why);
      case AlertEntity.Unknown unknown -> throw new ConflictException("There is no such alert.");
    };
  }
}
