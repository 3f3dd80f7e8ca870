package dev.tocsin.monitor;

import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.history.ResultSink;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What every monitor of a node shares.
 *
 * @param clock corrected by the store's
 * @param says where a monitor says what its status is: to this node's board and to the others'
 * @param results where a monitor leaves its results
 * @param trusted false while the node can't trust its own eyes: results then change nothing
 */
public record MonitorParts(
    InstantSource clock,
    String region,
    NodeConfiguration configuration,
    StatusBoard board,
    Consumer<MonitorStatus> says,
    Checks checks,
    ResultSink results,
    ActorRef<ViewWriter.Command<MonitorViewChange>> views,
    OutageWatch outages,
    StoreHealth store,
    BooleanSupplier trusted,
    LocalMonitors local,
    Pings pings) {

  /** What heartbeats share. */
  public record Pings(
      ActorRef<LastPingWriter.Command> writer, Reception reception, PingLog.Room room) {
    /** With the usual room for what pings have to say. */
    public static Pings of(ActorRef<LastPingWriter.Command> writer, Reception reception) {
      return new Pings(writer, reception, new PingLog.Room(PingLog.Room.USUAL));
    }
  }

  /** Executes a check, after it has waited its turn on this node. */
  @FunctionalInterface
  public interface Checks {
    CompletionStage<CheckResult> check(CheckSpec spec, Duration timeout);
  }
}
