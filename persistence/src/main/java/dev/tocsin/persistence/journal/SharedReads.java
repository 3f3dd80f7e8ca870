package dev.tocsin.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Puts what many ask at once as one question: while one is on its way to the database, the next
 * ones gather. Who asks alone is asked for at once. Safe for use by many threads.
 *
 * @param <Q> what one asks
 * @param <A> what one is answered
 */
final class SharedReads<Q, A> {
  /** Questions on their way, so that the database and this program work at the same time. */
  private static final int ON_THEIR_WAY = 2;

  /** Longer than the database gives a statement, its connection included. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What fails so soon has met a dead connection; the next one may live. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  /** Answers many questions, each at its place. */
  @FunctionalInterface
  interface Reader<Q, A> {
    List<A> read(Connection connection, List<Q> questions) throws SQLException;
  }

  /** Something to be done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

  private final int most;
  private final Reader<Q, A> reader;
  private final Function<Work<List<A>>, CompletionStage<List<A>>> database;
  private final Queue<Asked<Q, A>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger onTheirWay = new AtomicInteger();

  /**
   * @param most questions in one statement
   * @param database does the work on one of its connections, and fails where that fails
   */
  SharedReads(
      int most, Reader<Q, A> reader, Function<Work<List<A>>, CompletionStage<List<A>>> database) {
    this.most = most;
    this.reader = reader;
    this.database = database;
  }

  /** Fails, as all that are asked with it, where the database does. */
  CompletionStage<A> ask(Q question) {
    var asked = new Asked<>(question, new CompletableFuture<A>());
    waiting.add(asked);
    send();
    return asked.answer();
  }

  private void send() {
    while (!waiting.isEmpty()) {
      if (onTheirWay.incrementAndGet() > ON_THEIR_WAY) {
        // who is on the way looks again when it is back
        if (onTheirWay.decrementAndGet() >= ON_THEIR_WAY) {
          return;
        }
      } else {
        sendOne();
      }
    }
  }

  private void sendOne() {
    List<Asked<Q, A>> together = new ArrayList<>();
    for (Asked<Q, A> next = waiting.poll(); next != null; next = waiting.poll()) {
      together.add(next);
      if (together.size() == most) {
        break;
      }
    }
    if (together.isEmpty()) {
      onTheirWay.decrementAndGet();
      return;
    }
    send(together, true);
  }

  /** Where many ask as one, one dead connection must not be a failure for each of them. */
  private void send(List<Asked<Q, A>> together, boolean again) {
    List<Q> questions = together.stream().map(Asked::question).toList();
    long begin = System.nanoTime();
    database
        .apply(connection -> reader.read(connection, questions))
        .toCompletableFuture()
        .copy()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answers, failure) -> {
              if (failure != null && again && System.nanoTime() - begin < AT_ONCE.toNanos()) {
                send(together, false);
                return;
              }
              onTheirWay.decrementAndGet();
              for (int i = 0; i < together.size(); i++) {
                CompletableFuture<A> answer = together.get(i).answer();
                if (failure != null) {
                  answer.completeExceptionally(failure);
                } else {
                  answer.complete(answers.get(i));
                }
              }
              send();
            });
  }
}
