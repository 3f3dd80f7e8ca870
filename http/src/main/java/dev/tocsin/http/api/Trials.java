package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Notification.Progress;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a button sends: no oftener than the limit allows, and in the place's log with what came of
 * it.
 */
final class Trials {
  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

  private final TrialLimit limit;
  private final DeliveryLog log;
  private final Executor blocking;
  private final InstantSource time;

  Trials(ApiParts parts) {
    this.limit = parts.alerts().places().limit();
    this.log = parts.alerts().places().log();
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  /**
   * Fails where there were too many. Whoever asked is told the outcome also where it could not be
   * written down.
   *
   * @param place the channel's or contact method's id
   */
  CompletionStage<Outcome> send(
      OrganizationId organization,
      UUID place,
      Endpoint endpoint,
      Message.Kind kind,
      Supplier<CompletionStage<Outcome>> send) {
    Instant due = time.instant();
    return limit
        .within(organization, endpoint, send)
        .thenCompose(
            outcome ->
                CompletableFuture.supplyAsync(
                    () -> {
                      add(organization, place, delivery(kind, due, outcome));
                      return outcome;
                    },
                    blocking));
  }

  private void add(OrganizationId organization, UUID place, DeliveryLog.Delivery delivery) {
    try {
      log.add(organization, place, delivery);
    } catch (StoreUnavailableException away) {
      LOG.info("What was tried of {} is not in its log: {}", place, away.getMessage());
    }
  }

  /** It is not tried again by itself. */
  private DeliveryLog.Delivery delivery(Message.Kind kind, Instant due, Outcome outcome) {
    Instant now = time.instant();
    DeliveryLog.Result result =
        switch (outcome) {
          case Outcome.Delivered(String reference) ->
              new DeliveryLog.Result(Progress.DELIVERED, 1, now, null, reference);
          case Outcome.Retry(String reason, var after, var wide) ->
              new DeliveryLog.Result(Progress.FAILED, 1, now, reason, null);
          case Outcome.Permanent(String reason, var wide) ->
              new DeliveryLog.Result(Progress.FAILED, 1, now, reason, null);
        };
    return new DeliveryLog.Delivery(Ids.create(), null, kind, due, result);
  }
}
