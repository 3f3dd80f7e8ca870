package dev.tocsin.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Leaves accounts alone whose service does not answer, so that none of their places waits for it. A
 * refusal does not count: who refuses answers. Each node knows what it saw itself.
 */
public final class Breakers {
  private final Sender sender;
  private final InstantSource clock;

  /** Closed ones without failures are not kept. */
  private final Map<Account, Breaker> breakers = new ConcurrentHashMap<>();

  public Breakers(Sender sender, InstantSource clock) {
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Tries once, unless the account is left alone.
   *
   * @param label of the kind, as people read it
   */
  public CompletionStage<Outcome> send(
      Account account, String label, Origin origin, Endpoint endpoint, Message message) {
    Instant now = clock.instant();
    Instant until = pass(account, now);
    if (until != null) {
      return CompletableFuture.completedStage(
          Outcome.Retry.wide(
              label + " does not answer, and is left alone for a while",
              Duration.between(now, until)));
    }
    return sender
        .send(endpoint, message, origin)
        .whenComplete(
            (outcome, defect) -> {
              if (outcome != null) {
                told(account, origin.endpoint(), outcome);
              }
            });
  }

  /** How many accounts are left alone now. */
  public long open() {
    return breakers.values().stream().filter(Breaker::isOpen).count();
  }

  private @Nullable Instant pass(Account account, Instant now) {
    Instant[] until = new Instant[1];
    breakers.computeIfPresent(
        account,
        (same, breaker) -> {
          until[0] = breaker.closedUntil(now);
          return until[0] == null ? breaker.passed(now) : breaker;
        });
    return until[0];
  }

  private void told(Account account, UUID place, Outcome outcome) {
    Instant now = clock.instant();
    if (!(outcome instanceof Outcome.Retry retry)) {
      breakers.remove(account);
    } else if (retry.wide()) {
      double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
      breakers.compute(
          account,
          (same, known) -> (known == null ? Breaker.CLOSED : known).failed(place, now, jitter));
    } else {
      breakers.computeIfPresent(account, (same, known) -> known.undecided(now));
    }
  }
}
