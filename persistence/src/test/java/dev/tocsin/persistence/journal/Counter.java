package dev.tocsin.persistence.journal;

import dev.tocsin.CborSerializable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** The smallest entity with a journal: it counts, and tells what is stored. */
final class Counter extends EventSourcedBehavior<Counter.Add, Counter.Added, Integer> {
  record Add(ActorRef<Integer> replyTo) {}

  record Added(int number) implements CborSerializable {}

  private final RetentionCriteria retention;

  private Counter(String id, RetentionCriteria retention) {
    super(PersistenceId.of("Counter", id));
    this.retention = retention;
  }

  static Behavior<Add> create(String id) {
    return Behaviors.setup(context -> new Counter(id, RetentionCriteria.disabled()));
  }

  static Behavior<Add> withSnapshots(String id) {
    return Behaviors.setup(context -> new Counter(id, RetentionCriteria.snapshotEvery(3, 1)));
  }

  /** Adds to {@code failures} why it stops, as it does when its journal fails. */
  static Behavior<Add> watched(String id, ConcurrentLinkedQueue<Throwable> failures) {
    return Behaviors.setup(
        context -> {
          ActorRef<Add> counter = context.spawn(create(id), "counter");
          context.watch(counter);
          return Behaviors.receive(Add.class)
              .onAnyMessage(
                  add -> {
                    counter.tell(add);
                    return Behaviors.same();
                  })
              .onSignal(
                  ChildFailed.class,
                  failed -> {
                    failures.add(failed.getCause());
                    return Behaviors.stopped();
                  })
              .build();
        });
  }

  /** Adds to {@code heard} what counters tell. */
  static ActorRef<Integer> ear(ActorTestKit kit, ConcurrentLinkedQueue<Integer> heard) {
    return kit.spawn(
        Behaviors.receiveMessage(
            number -> {
              heard.add(number);
              return Behaviors.same();
            }));
  }

  @Override
  public Integer emptyState() {
    return 0;
  }

  @Override
  public CommandHandler<Add, Added, Integer> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Add.class,
            (state, add) ->
                Effect()
                    .persist(new Added(state + 1))
                    .thenRun(stored -> add.replyTo().tell(stored)))
        .build();
  }

  @Override
  public EventHandler<Integer, Added> eventHandler() {
    return (state, added) -> added.number();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return retention;
  }
}
