package dev.tocsin.cluster;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.cluster.Formation.Decision;
import dev.tocsin.conf.ClusterSettings;
import dev.tocsin.conf.HostPort;
import dev.tocsin.time.CorrectedClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one life of a node finds its cluster through the shared store, and stays known there: looks
 * until it may join or form, joins, then gives a sign of life every few seconds, which brings the
 * store's clock and the incarnation along.
 */
public final class Membership implements Gathering {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REMIND = Duration.ofMinutes(1);

  /** What a membership works with. */
  public record Parts(
      NodeTable table,
      NodeProbe probe,
      ClusterDoor door,
      CorrectedClock clock,
      Reachability store,
      LongSupplier nanos) {}

  private final NodeRow self;
  private final ClusterSettings settings;
  private final Parts parts;
  private State state = new Looking();
  private List<NodeRow> others = List.of();
  private Decision.@Nullable Wait lastWait;
  private long lastWaitNanos;
  private volatile @Nullable UUID incarnation;

  private sealed interface State {}

  private record Looking() implements State {}

  /** Asked to be let in. */
  private record Knocking(UUID incarnation, long sinceNanos) implements State {}

  private record Member(UUID incarnation) implements State {}

  private record Over() implements State {}

  /**
   * @param self its row; incarnation and age are filled in here
   */
  public Membership(NodeRow self, ClusterSettings settings, Parts parts) {
    this.self = self;
    this.settings = settings;
    this.parts = parts;
  }

  /** What this node answers to others who ask. */
  @Override
  public Optional<UUID> incarnation() {
    return Optional.ofNullable(incarnation);
  }

  @Override
  public Duration step() throws InterruptedException {
    try {
      return switch (state) {
        case Looking looking -> look();
        case Knocking knocking -> knock(knocking);
        case Member member -> beat(member);
        case Over over -> ROUND;
      };
    } catch (StoreUnavailableException away) {
      parts.store().failed();
      return state instanceof Member ? settings.heartbeat() : ROUND;
    }
  }

  private Duration look() throws InterruptedException {
    var decision = decide(List.of());
    if (decision instanceof Decision.Wait wait && wait.why() == Formation.Why.ASK) {
      var rows = others;
      decision = decide(ask(rows));
    }
    switch (decision) {
      case Decision.Join join -> {
        enter(join.incarnation(), join.addresses());
        return SOON;
      }
      case Decision.Form form -> {
        log.info("This node forms a cluster.");
        enter(form.incarnation(), List.of(self.address()));
        return SOON;
      }
      case Decision.Wait wait -> {
        explain(wait);
        return ROUND;
      }
    }
  }

  /** The rows are read again in here, where no other node decides. */
  private Decision decide(List<Formation.Asked> asked) {
    return parts
        .table()
        .inTurn(
            self,
            settings.timeToLive(),
            content -> {
              others = content.others();
              return Formation.decide(
                  new Formation.View(
                      content,
                      asked,
                      parts.store().answered(),
                      settings.timeToLive(),
                      settings.forgetAfter(),
                      UUID.randomUUID()));
            });
  }

  private List<Formation.Asked> ask(List<NodeRow> rows) throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var questions =
          rows.stream()
              .<Callable<Formation.Asked>>map(
                  row -> () -> new Formation.Asked(row, parts.probe().ask(row)))
              .toList();
      return executor.invokeAll(questions).stream().map(Membership::answered).toList();
    }
  }

  private static Formation.Asked answered(Future<Formation.Asked> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException defect) {
      throw new IllegalStateException("Another node could not be asked.", defect);
    }
  }

  private void enter(UUID cluster, List<HostPort> addresses) {
    parts.door().join(addresses);
    state = new Knocking(cluster, parts.nanos().getAsLong());
  }

  private Duration knock(Knocking knocking) {
    return switch (parts.door().stage()) {
      case OUTSIDE -> {
        var waited = Duration.ofNanos(parts.nanos().getAsLong() - knocking.sinceNanos());
        if (waited.compareTo(JOIN_TIMEOUT) > 0) {
          end("no node let it in within " + JOIN_TIMEOUT.toSeconds() + " s");
        }
        yield SOON;
      }
      case JOINING, UP -> {
        incarnation = knocking.incarnation();
        state = new Member(knocking.incarnation());
        yield Duration.ZERO;
      }
      case LEAVING -> {
        state = new Over();
        yield ROUND;
      }
    };
  }

  private Duration beat(Member member) {
    var stage = parts.door().stage();
    if (stage == ClusterDoor.Stage.LEAVING) {
      state = new Over();
      return ROUND;
    }
    var up = stage == ClusterDoor.Stage.UP;
    var beat = parts.table().beat(row(up ? Optional.of(member.incarnation()) : Optional.empty()));
    parts.clock().measured(beat.storeTime(), beat.roundTrip());
    if (!beat.incarnation().equals(Optional.of(member.incarnation()))) {
      end("the store names another cluster than the one it is a member of");
      return ROUND;
    }
    return up ? settings.heartbeat() : ROUND;
  }

  private void end(String why) {
    incarnation = null;
    state = new Over();
    parts.door().restart(why);
  }

  @Override
  public void close() {
    try {
      parts.table().leave(self.address(), self.processId());
    } catch (StoreUnavailableException away) {
      log.info("The store is away, so this node's row stays until others find that it is gone.");
    }
  }

  private NodeRow row(Optional<UUID> cluster) {
    return new NodeRow(
        self.address(), self.processId(), cluster, self.management(), self.region(), Duration.ZERO);
  }

  /** Once, when it changes, and again each minute where a person has something to do. */
  private void explain(Decision.Wait wait) {
    var now = parts.nanos().getAsLong();
    var known = wait.equals(lastWait);
    if (known && now - lastWaitNanos < REMIND.toNanos()) {
      return;
    }
    lastWait = wait;
    lastWaitNanos = now;
    if (wait.why() == Formation.Why.SILENT_NODE) {
      log.warn(wait.explanation());
    } else if (!known) {
      log.info(wait.explanation());
    }
  }
}
