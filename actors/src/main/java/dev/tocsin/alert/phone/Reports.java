package dev.tocsin.alert.phone;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Answering;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.Notification;
import dev.tocsin.notify.twilio.CallbackLinks.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes down how far messages and calls came. */
public final class Reports {
  private final Alerts alerts;
  private final Answering answering;
  private final AlertBoard board;
  private final Called called;

  public Reports(AlertBoard board, Alerts alerts) {
    this.alerts = alerts;
    this.board = board;
    this.answering = new Answering(alerts, board);
    this.called = new Called(board);
  }

  private record Message(AlertRef alert, UUID notification) {}

  /**
   * @param sid the service's own name for the message
   * @param reason why it was not delivered, in words; else null
   * @return fails with {@link StoreUnavailableException} where it may be forgotten, and is to be
   *     told again
   */
  public CompletionStage<Void> report(
      Claim claim, String sid, Arrival arrival, @Nullable String reason) {
    List<Message> messages = messages(claim, sid);
    if (messages.isEmpty() && !claim.alerts().isEmpty()) {
      // it was quicker than what says that the service took it
      return CompletableFuture.failedStage(
          new StoreUnavailableException("The message is not known yet."));
    }
    return Answering.all(messages, each -> report(each, arrival, reason))
        .thenAccept(
            stored -> {
              if (stored.contains(false)) {
                throw new StoreUnavailableException("It is not stored yet.");
              }
            });
  }

  private List<Message> messages(Claim claim, String sid) {
    UUID one = claim.notification();
    if (one != null) {
      return claim.alerts().stream()
          .limit(1)
          .map(alert -> new Message(new AlertRef(claim.organization(), new AlertId(alert)), one))
          .toList();
    }
    List<Message> all = new ArrayList<>();
    board.each(
        sight -> {
          AlertRecord record = sight.record();
          if (record.ref().organization().equals(claim.organization())) {
            Optional<Notification> told = called.notification(record, claim, sid);
            told.ifPresent(it -> all.add(new Message(record.ref(), it.intended().id())));
          }
        });
    return all;
  }

  /** Whether it is certain; also where the alert knows of no such message any more. */
  private CompletionStage<Boolean> report(
      Message message, Arrival arrival, @Nullable String reason) {
    return alerts
        .report(message.alert(), message.notification(), arrival, reason)
        .thenApply(sight -> answering.published(sight).isAllStored())
        .exceptionally(
            failure -> {
              Throwable cause = Answering.cause(failure);
              if (cause instanceof ConflictException) {
                return true;
              }
              throw new CompletionException(cause);
            });
  }
}
