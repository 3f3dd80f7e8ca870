package dev.tocsin.alert.phone;

import dev.tocsin.ConflictException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.notify.sms.SmsReply.Action;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what somebody wants about alerts. */
final class Answering {
  private final Alerts alerts;
  private final AlertBoard board;

  Answering(Alerts alerts, AlertBoard board) {
    this.alerts = alerts;
    this.board = board;
  }

  /**
   * @return why it was refused; empty where it was done. Fails where nobody can say.
   */
  CompletionStage<Optional<String>> respond(
      AlertRef alert, Action action, @Nullable UserId person, Via via) {
    Author by = person == null ? null : Author.user(person);
    Response response =
        switch (action) {
          case ACKNOWLEDGE -> new Response.Acknowledge(by, via);
          case RESOLVE -> new Response.Resolve(by, via);
          case ESCALATE -> new Response.Escalate(by);
        };
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

  AlertSight published(AlertSight sight) {
    board.publish(sight);
    return sight;
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** In the order of the arguments, all at once; fails where one does. */
  static <A, T> CompletionStage<List<T>> all(
      List<A> arguments, Function<A, CompletionStage<T>> each) {
    List<CompletableFuture<T>> asked = new ArrayList<>();
    arguments.forEach(argument -> asked.add(each.apply(argument).toCompletableFuture()));
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }
}
