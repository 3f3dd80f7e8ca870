package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.IncidentEntity;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.ShardedIncidents;
import dev.tocsin.incident.rule.RuleRun;
import dev.tocsin.incident.rule.RuleSight;
import dev.tocsin.persistence.incident.JdbiIncidentViews;
import dev.tocsin.sharding.Shards;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Incidents on this node: what outlives a clustered system, and what each of those begins. */
final class Telling {
  private final InstantSource clock;
  private final StoreHealth store;
  private final Executor blocking;
  private final IncidentBoard board = new IncidentBoard();
  private final IncidentViews views;

  /**
   * @param news is called when subscribers are to be told of something
   */
  Telling(Stores stores, StoreHealth store, Runnable news, InstantSource clock, Executor blocking) {
    this.clock = clock;
    this.store = store;
    this.blocking = blocking;
    this.views = new JdbiIncidentViews(stores.database(), news, clock);
  }

  /** Reads those that pages show. Blocks; throws where the store does not answer. */
  void load() {
    views.since(clock.instant().minus(IncidentCluster.KEPT)).forEach(board::publish);
  }

  /**
   * @param sight what the rules of incidents go by
   */
  IncidentCluster begin(ActorSystem<?> system, RuleSight sight) {
    IncidentCluster cluster =
        new IncidentCluster(system, new IncidentCluster.Node(clock, board, views, store, blocking));
    RuleRun.start(
        system, sight, new ShardedIncidents(() -> Optional.of(cluster.shards()), clock), clock);
    return cluster;
  }

  IncidentBoard board() {
    return board;
  }

  /**
   * @param shards those of the clustered system there is now
   */
  ApiParts.IncidentSide side(Supplier<Optional<Shards<IncidentEntity.Command>>> shards) {
    return new ApiParts.IncidentSide(new ShardedIncidents(shards, clock), board, views);
  }
}
