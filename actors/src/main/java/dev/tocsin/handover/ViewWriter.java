package dev.tocsin.handover;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Takes the changes that this node's entities hand over and writes them to the read models, many in
 * one transaction. What could not be written is forgotten here: its giver sends it again.
 */
public final class ViewWriter<C extends ViewChange>
    extends AbstractBehavior<ViewWriter.Command<C>> {
  private static final int MOST_AT_ONCE = 500;

  public sealed interface Command<C> {}

  public record Write<C>(C change, ActorRef<Acknowledged> replyTo) implements Command<C> {}

  private record Written<C>(List<Write<C>> batch, @Nullable Throwable failure)
      implements Command<C> {}

  /** The change with this number is in the read models. */
  public record Acknowledged(long sequence) {}

  private record Key(String entityId, long sequence) {}

  private final Consumer<List<C>> views;
  private final StoreHealth store;
  private final Executor blocking;
  private final Map<Key, Write<C>> waiting = new LinkedHashMap<>();
  private final ArrayDeque<List<Write<C>>> apart = new ArrayDeque<>();
  private final Set<Key> told = new HashSet<>();
  private boolean writing;

  /**
   * @param views writes them all, or none and throws; blocks
   */
  public static <C extends ViewChange> Behavior<Command<C>> create(
      Consumer<List<C>> views, StoreHealth store, Executor blocking) {
    return Behaviors.setup(context -> new ViewWriter<>(context, views, store, blocking));
  }

  private ViewWriter(
      ActorContext<Command<C>> context,
      Consumer<List<C>> views,
      StoreHealth store,
      Executor blocking) {
    super(context);
    this.views = views;
    this.store = store;
    this.blocking = blocking;
  }

  @Override
  public Receive<Command<C>> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onAny).build();
  }

  private Behavior<Command<C>> onAny(Command<C> command) {
    return switch (command) {
      case Write<C> write -> onWrite(write);
      case Written<C> written -> onWritten(written);
    };
  }

  private Behavior<Command<C>> onWrite(Write<C> write) {
    // the same change sent again replaces itself: it is written once
    waiting.put(new Key(write.change().entityId(), write.change().sequence()), write);
    writeNext();
    return this;
  }

  private Behavior<Command<C>> onWritten(Written<C> written) {
    writing = false;
    if (written.failure() == null) {
      store.answered();
      written
          .batch()
          .forEach(write -> write.replyTo().tell(new Acknowledged(write.change().sequence())));
      writeNext();
    } else if (StoreUnavailableException.is(written.failure())) {
      store.failed(written.failure());
      waiting.clear();
      apart.clear();
    } else {
      onRefused(written.batch(), written.failure());
    }
    return this;
  }

  /** The store is there and takes one of these for wrong: that one must not hold up the others. */
  private void onRefused(List<Write<C>> batch, Throwable failure) {
    if (batch.size() > 1) {
      int half = batch.size() / 2;
      apart.add(batch.subList(0, half));
      apart.add(batch.subList(half, batch.size()));
    } else {
      C change = batch.getFirst().change();
      if (told.add(new Key(change.entityId(), change.sequence()))) {
        getContext()
            .getLog()
            .error(
                "Change {} of {} is stored, and lists and reports cannot take it in; it is tried"
                    + " again",
                change.sequence(),
                change.entityId(),
                failure);
      }
    }
    writeNext();
  }

  private void writeNext() {
    if (writing || (waiting.isEmpty() && apart.isEmpty())) {
      return;
    }
    List<Write<C>> batch = apart.isEmpty() ? nextBatch() : apart.removeFirst();
    writing = true;
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(
                () -> views.accept(batch.stream().map(Write::change).toList()), blocking),
            (done, failure) -> new Written<>(batch, failure));
  }

  private List<Write<C>> nextBatch() {
    List<Write<C>> batch = new ArrayList<>(Math.min(waiting.size(), MOST_AT_ONCE));
    var each = waiting.values().iterator();
    while (each.hasNext() && batch.size() < MOST_AT_ONCE) {
      batch.add(each.next());
      each.remove();
    }
    return batch;
  }
}
