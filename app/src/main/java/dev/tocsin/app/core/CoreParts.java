package dev.tocsin.app.core;

import com.typesafe.config.Config;
import dev.tocsin.cluster.NodeTable;
import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.Settings;
import dev.tocsin.time.CorrectedClock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the clustered part of a node is made of.
 *
 * @param config over application.conf, such as where the journal is
 * @param setups what Pekko hands to parts that it makes by name
 * @param table where nodes meet; empty for a process alone
 * @param management where this node answers other nodes
 * @param entities starts what runs on a new clustered system, before it joins
 * @param suspended is told why a life ends before its time, so that its verdicts stop at once
 */
public record CoreParts<E>(
    Settings settings,
    Config config,
    List<Setup> setups,
    Optional<NodeTable> table,
    Optional<HostPort> management,
    CorrectedClock clock,
    Function<ActorSystem<Void>, E> entities,
    Consumer<String> suspended) {}
