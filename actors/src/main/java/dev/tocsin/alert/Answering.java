package dev.tocsin.alert;

import dev.tocsin.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Does what somebody wants about alerts who is told of them and has not signed in. */
public final class Answering {
  private final Alerts alerts;
  private final AlertBoard board;

  public Answering(Alerts alerts, AlertBoard board) {
    this.alerts = alerts;
    this.board = board;
  }

  /**
   * @return why it was refused; empty where it was done. Fails where nobody can say.
   */
  public CompletionStage<Optional<String>> respond(AlertRef alert, Response response) {
    return alerts
        .respond(alert, response)
        .thenApply(
            sight -> {
              board.publish(sight);
              return Optional.<String>empty();
            })
        .exceptionally(
            failure -> {
              Throwable cause = cause(failure);
              if (cause instanceof ConflictException refused) {
                return Optional.of(String.valueOf(refused.getMessage()));
              }
              throw new CompletionException(cause);
            });
  }

  public AlertSight published(AlertSight sight) {
    board.publish(sight);
    return sight;
  }

  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** In the order of the arguments, all at once; fails where one does. */
  public static <A, T> CompletionStage<List<T>> all(
      List<A> arguments, Function<A, CompletionStage<T>> each) {
    List<CompletableFuture<T>> asked = new ArrayList<>();
    arguments.forEach(argument -> asked.add(each.apply(argument).toCompletableFuture()));
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }
}
