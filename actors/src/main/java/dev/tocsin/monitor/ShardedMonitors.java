package dev.tocsin.monitor;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/** Reaches monitors through the cluster that this node is a member of at the moment. */
public final class ShardedMonitors implements Monitors {
  /** After this the journal does not begin to store a change any more. */
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /** Longer than the deadline and the journal's own time-out together: no answer comes late. */
  private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(12);

  private static final Duration READ_PATIENCE = Duration.ofSeconds(2);

  /** Longer than the store takes to fail. */
  private static final Duration PING_PATIENCE = Duration.ofSeconds(8);

  /** A check may take a minute, and wait its turn before. */
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(90);

  /** The cluster's end of this node, while there is one. */
  public record Reach(
      ActorSystem<?> system, ActorRef<ShardingEnvelope<MonitorEntity.Command>> region) {}

  private final Supplier<Optional<Reach>> reach;
  private final LocalMonitors local;
  private final InstantSource clock;

  /**
   * @param local those that run on this node, which pings reach by the shortest way
   */
  public ShardedMonitors(
      Supplier<Optional<Reach>> reach, LocalMonitors local, InstantSource clock) {
    this.reach = reach;
    this.local = local;
    this.clock = clock;
  }

  @Override
  public CompletionStage<MonitorDetails> details(MonitorRef monitor) {
    return ask(monitor, READ_PATIENCE, MonitorEntity.Get::new)
        .thenApply(
            reply -> {
              if (reply instanceof MonitorEntity.Details(MonitorDetails details)) {
                return details;
              }
              throw failure(reply);
            });
  }

  @Override
  public CompletionStage<List<MonitorDetails.Point>> results(MonitorRef monitor) {
    return ask(monitor, READ_PATIENCE, MonitorEntity.GetResults::new)
        .thenApply(
            reply -> {
              if (reply instanceof MonitorEntity.Results(List<MonitorDetails.Point> points)) {
                return points;
              }
              throw failure(reply);
            });
  }

  @Override
  public CompletionStage<MonitorStatus> pause(MonitorRef monitor, Author by) {
    return change(monitor, replyTo -> new MonitorEntity.Pause(by, deadline(), replyTo));
  }

  @Override
  public CompletionStage<MonitorStatus> resume(MonitorRef monitor, Author by) {
    return change(monitor, replyTo -> new MonitorEntity.Resume(by, deadline(), replyTo));
  }

  @Override
  public CompletionStage<MonitorStatus> setState(
      MonitorRef monitor, Outcome outcome, String message, Author by) {
    return change(
        monitor, replyTo -> new MonitorEntity.SetState(outcome, message, by, deadline(), replyTo));
  }

  @Override
  public CompletionStage<CheckResult> check(MonitorRef monitor) {
    return ask(monitor, CHECK_PATIENCE, MonitorEntity.CheckNow::new)
        .thenApply(
            reply -> {
              if (reply instanceof MonitorEntity.Result(CheckResult result)) {
                return result;
              }
              throw failure(reply);
            });
  }

  @Override
  public CompletionStage<Void> ping(MonitorRef monitor, Ping ping) {
    return local
        .find(monitor)
        .map(entity -> tell(entity, ping).exceptionallyCompose(moved -> send(monitor, ping)))
        .orElseGet(() -> send(monitor, ping))
        .thenApply(
            reply -> {
              if (reply instanceof MonitorEntity.Received) {
                return null;
              }
              throw failure(reply);
            });
  }

  /** Without a timer: the writer of what must be stored has one, and what is lost is cancelled. */
  private static CompletionStage<MonitorEntity.Reply> tell(
      ActorRef<MonitorEntity.Command> entity, Ping ping) {
    CompletableFuture<MonitorEntity.Reply> reply = new CompletableFuture<>();
    entity.tell(new MonitorEntity.ReceivePingHere(ping, reply));
    return reply;
  }

  private CompletionStage<MonitorEntity.Reply> send(MonitorRef monitor, Ping ping) {
    return ask(monitor, PING_PATIENCE, replyTo -> new MonitorEntity.ReceivePing(ping, replyTo));
  }

  private CompletionStage<MonitorStatus> change(
      MonitorRef monitor, Function<ActorRef<MonitorEntity.Reply>, MonitorEntity.Command> command) {
    return ask(monitor, CHANGE_PATIENCE, command)
        .thenApply(
            reply -> {
              if (reply instanceof MonitorEntity.Done(MonitorStatus status)) {
                return status;
              }
              throw failure(reply);
            });
  }

  private CompletionStage<MonitorEntity.Reply> ask(
      MonitorRef monitor,
      Duration patience,
      Function<ActorRef<MonitorEntity.Reply>, MonitorEntity.Command> command) {
    Optional<Reach> now = reach.get();
    if (now.isEmpty()) {
      return CompletableFuture.failedStage(
          new StoreUnavailableException("This node is not part of the cluster at the moment."));
    }
    return AskPattern.<ShardingEnvelope<MonitorEntity.Command>, MonitorEntity.Reply>ask(
            now.get().region(),
            replyTo -> new ShardingEnvelope<>(monitor.entityId(), command.apply(replyTo)),
            patience,
            now.get().system().scheduler())
        .exceptionally(
            failed -> {
              Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
              throw new StoreUnavailableException(
                  "The monitor did not answer in time.", cause == null ? failed : cause);
            });
  }

  private Instant deadline() {
    return clock.instant().plus(DEADLINE);
  }

  private static RuntimeException failure(MonitorEntity.Reply reply) {
    return switch (reply) {
      case MonitorEntity.Refused(String why) -> new ConflictException(why);
      case MonitorEntity.NotNow(String why) -> new StoreUnavailableException(why);
      case MonitorEntity.Details details -> unexpected(details);
      case MonitorEntity.Results results -> unexpected(results);
      case MonitorEntity.Done done -> unexpected(done);
      case MonitorEntity.Result result -> unexpected(result);
      case MonitorEntity.Received received -> unexpected(received);
    };
  }

  private static RuntimeException unexpected(MonitorEntity.Reply reply) {
    return new IllegalStateException("not an answer to what was asked: " + reply.getClass());
  }
}
