package dev.tocsin.history;

import dev.tocsin.CborSerializable;
import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * The logs of all nodes: this one's directly, cluster or not, and those of the others by an actor
 * on each. A node is waited for 3 s at most.
 */
public final class NodeLogs {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "result-logs");
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The name of this node, where it is told of. */
  static final String HERE = "";

  /** A remote message is 256 KiB at most. */
  private static final int LARGEST_ANSWER = 150_000;

  private static final int USUAL_RESULT = 400;
  private static final int LARGEST_CHARACTER = 3;

  /** What is asked of a node. */
  sealed interface Command {}

  record Read(MonitorRef monitor, Instant from, Instant to, int limit, ActorRef<Answer> replyTo)
      implements Command, CborSerializable {}

  private record Others(Receptionist.Listing listing) implements Command {}

  private record Answered(Answer answer, ActorRef<Answer> replyTo) implements Command {}

  /**
   * @param more whether there were more than fit into a message; then it is asked again
   * @param failed whether the log could not be read
   */
  record Answer(List<RecordedResult> results, boolean more, Instant completeSince, boolean failed)
      implements CborSerializable {
    static final Answer FAILED = new Answer(List.of(), false, Instant.EPOCH, true);
  }

  /**
   * What the nodes say together.
   *
   * @param completeSince none of those who answered has dropped anything from then on
   * @param silent nodes that did not answer, by their names
   */
  record Found(List<RecordedResult> results, Instant completeSince, List<String> silent) {
    Found with(Found other) {
      Merge merge = new Merge();
      merge.add(results);
      merge.add(other.results);
      List<String> both = new ArrayList<>(silent);
      both.addAll(other.silent);
      return new Found(
          merge.newest(Integer.MAX_VALUE),
          completeSince.isAfter(other.completeSince) ? completeSince : other.completeSince,
          both);
    }
  }

  /** The cluster that this node is a member of at the moment. */
  private record Cluster(ActorSystem<?> system, List<ActorRef<Command>> others) {}

  private record Question(MonitorRef monitor, Instant from, Instant to, int limit) {
    Question before(Instant then) {
      return new Question(monitor, from, then, limit);
    }
  }

  private final LocalResults local;
  private final Executor blocking;
  private volatile @Nullable Cluster cluster;

  /**
   * @param blocking runs what waits for the disk
   */
  public NodeLogs(LocalResults local, Executor blocking) {
    this.local = local;
    this.blocking = blocking;
  }

  /** Answers the other nodes of a cluster, and asks them, as long as this system lives. */
  public void join(ActorSystem<?> system) {
    system.systemActorOf(Behaviors.setup(this::behavior), "result-logs", Props.empty());
  }

  private Behavior<Command> behavior(ActorContext<Command> context) {
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, context.getSelf()));
    receptionist.tell(
        Receptionist.subscribe(
            KEY, context.messageAdapter(Receptionist.Listing.class, Others::new)));
    return Behaviors.receive(Command.class)
        .onMessage(Read.class, read -> onRead(context, read))
        .onMessage(Others.class, known -> onOthers(context, known))
        .onMessage(Answered.class, NodeLogs::onAnswered)
        .onSignal(PostStop.class, stop -> onStop(context))
        .build();
  }

  private Behavior<Command> onRead(ActorContext<Command> context, Read read) {
    context.pipeToSelf(
        CompletableFuture.supplyAsync(
            () -> answer(new Question(read.monitor(), read.from(), read.to(), read.limit())),
            blocking),
        (answer, failure) ->
            new Answered(failure == null ? answer : Answer.FAILED, read.replyTo()));
    return Behaviors.same();
  }

  private static Behavior<Command> onAnswered(Answered answered) {
    answered.replyTo().tell(answered.answer());
    return Behaviors.same();
  }

  private Behavior<Command> onOthers(ActorContext<Command> context, Others known) {
    List<ActorRef<Command>> others =
        known.listing().getServiceInstances(KEY).stream()
            .filter(other -> !other.equals(context.getSelf()))
            .toList();
    cluster = new Cluster(context.getSystem(), others);
    return Behaviors.same();
  }

  private Behavior<Command> onStop(ActorContext<Command> context) {
    Cluster now = cluster;
    if (now != null && now.system().equals(context.getSystem())) {
      cluster = null;
    }
    return Behaviors.same();
  }

  /** Blocks. As much as fits into a message. */
  private Answer answer(Question question) {
    LocalResults.Slice slice =
        local.read(question.monitor(), question.from(), question.to(), question.limit());
    int room = LARGEST_ANSWER;
    int fits = 0;
    for (RecordedResult result : slice.results()) {
      String error = result.error();
      int letters = result.region().length() + (error == null ? 0 : error.length());
      room -= USUAL_RESULT + letters * LARGEST_CHARACTER;
      if (room < 0) {
        break;
      }
      fits++;
    }
    return new Answer(
        List.copyOf(slice.results().subList(0, fits)),
        fits < slice.results().size(),
        slice.completeSince(),
        false);
  }

  // ---- asking

  /** Never fails. */
  CompletionStage<Found> read(MonitorRef monitor, Instant from, Instant to, int limit) {
    Question question = new Question(monitor, from, to, limit);
    CompletionStage<Found> all = here(question);
    Cluster now = cluster;
    if (now != null) {
      for (ActorRef<Command> other : now.others()) {
        all = all.thenCombine(there(now.system(), other, question), Found::with);
      }
    }
    return all;
  }

  private CompletionStage<Found> here(Question question) {
    return CompletableFuture.supplyAsync(
            () -> local.read(question.monitor(), question.from(), question.to(), question.limit()),
            blocking)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (slice, failure) ->
                failure == null
                    ? new Found(slice.results(), slice.completeSince(), List.of())
                    : silent(List.of(), HERE));
  }

  private static CompletionStage<Found> there(
      ActorSystem<?> system, ActorRef<Command> node, Question question) {
    Address address = node.path().address();
    String name =
        address.host().getOrElse(() -> "unknown") + ":" + address.port().getOrElse(() -> 0);
    return new Asking(system, node, name, System.nanoTime() + PATIENCE.toNanos())
        .ask(question, List.of());
  }

  private static Found silent(List<RecordedResult> sofar, String name) {
    return new Found(sofar, Instant.EPOCH, List.of(name));
  }

  /**
   * Asks one node, page by page.
   *
   * @param end when it must have answered, by the monotonic clock
   */
  private record Asking(ActorSystem<?> system, ActorRef<Command> node, String name, long end) {

    CompletionStage<Found> ask(Question question, List<RecordedResult> before) {
      Duration rest = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      return AskPattern.<Command, Answer>ask(
              node,
              replyTo ->
                  new Read(
                      question.monitor(),
                      question.from(),
                      question.to(),
                      question.limit(),
                      replyTo),
              rest,
              system.scheduler())
          .<CompletionStage<Found>>handle(
              (answer, failure) ->
                  failure == null && !answer.failed()
                      ? next(question, before, answer)
                      : CompletableFuture.completedStage(silent(before, name)))
          .thenCompose(found -> found);
    }

    private CompletionStage<Found> next(
        Question question, List<RecordedResult> before, Answer answer) {
      Merge merge = new Merge();
      merge.add(before);
      merge.add(answer.results());
      List<RecordedResult> all = merge.newest(question.limit());
      boolean goesOn = answer.more() && all.size() < question.limit() && all.size() > before.size();
      return goesOn
          ? ask(question.before(all.getLast().at().plusMillis(1)), all)
          : CompletableFuture.completedStage(new Found(all, answer.completeSince(), List.of()));
    }
  }
}
