package dev.tocsin.incident;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.sharding.Shards;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reaches incidents through the cluster that this node is a member of at the moment. */
public final class ShardedIncidents implements Incidents {
  /** After this nothing is begun to be stored any more. */
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /** Longer than the deadline and the journal's own time-out together: no answer comes late. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final String AWAY = "The incident could not be stored in time.";

  private final Supplier<Optional<Shards<IncidentEntity.Command>>> shards;
  private final InstantSource clock;

  public ShardedIncidents(
      Supplier<Optional<Shards<IncidentEntity.Command>>> shards, InstantSource clock) {
    this.shards = shards;
    this.clock = clock;
  }

  @Override
  public CompletionStage<IncidentRecord> change(
      IncidentRef incident, IncidentChange wanted, Author by) {
    Optional<Shards<IncidentEntity.Command>> now = shards.get();
    if (now.isEmpty()) {
      return CompletableFuture.failedStage(
          new StoreUnavailableException("This node is not part of the cluster at the moment."));
    }
    Instant deadline = clock.instant().plus(DEADLINE);
    return now.get()
        .<IncidentEntity.Reply>ask(
            incident.entityId(),
            PATIENCE,
            AWAY,
            replyTo -> new IncidentEntity.Change(wanted, by, deadline, replyTo))
        .thenApply(ShardedIncidents::record);
  }

  private static IncidentRecord record(IncidentEntity.Reply reply) {
    return switch (reply) {
      case IncidentEntity.Done(IncidentRecord record) -> record;
      case IncidentEntity.Refused(String why) -> throw new ConflictException(why);
      case IncidentEntity.Unknown unknown ->
          throw new ConflictException("There is no such incident.");
      case IncidentEntity.TooLate late -> throw new StoreUnavailableException(AWAY);
    };
  }
}
