package dev.tocsin.notify;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of a kind each organization may have sent in any 24 hours, where the
 * installation pays for them. It is kept in memory alone, so that it never waits for the store;
 * what other nodes have sent, they are told to count.
 */
public final class Allowance {
  private static final Duration DAY = Duration.ofDays(1);

  private final Map<String, Bound> bounds;
  private final InstantSource clock;
  private final Map<Key, Map<String, Instant>> sent = new ConcurrentHashMap<>();

  /**
   * @param most in 24 hours
   * @param setting by which the operator allows more
   */
  public record Bound(int most, String setting) {}

  private record Key(OrganizationId organization, String type) {}

  /**
   * @param bounds by the kinds' types; what is not among them has none
   */
  public Allowance(Map<String, Bound> bounds, InstantSource clock) {
    this.bounds = Map.copyOf(bounds);
    this.clock = clock;
  }

  public boolean isEndless() {
    return bounds.isEmpty();
  }

  /** Sends, or refuses where all of them are used up. What is not taken uses none. */
  public CompletionStage<Outcome> within(
      OrganizationId organization, String type, Supplier<CompletionStage<Outcome>> send) {
    Bound bound = bounds.get(type);
    if (bound == null) {
      return send.get();
    }
    Key key = new Key(organization, type);
    String attempt = Ids.create().toString();
    if (!take(key, attempt, bound.most())) {
      return CompletableFuture.completedStage(
          Outcome.Permanent.wide(
              "The organization has used up what it may have sent in 24 hours: "
                  + bound.most()
                  + " (the operator's setting "
                  + bound.setting()
                  + ")"));
    }
    return send.get().whenComplete((outcome, defect) -> settle(key, attempt, outcome));
  }

  private boolean take(Key key, String attempt, int most) {
    boolean[] taken = new boolean[1];
    Instant now = clock.instant();
    sent.compute(
        key,
        (same, known) -> {
          Map<String, Instant> recent = recent(known, now);
          taken[0] = recent.size() < most;
          if (taken[0]) {
            recent.put(attempt, now);
          }
          return recent;
        });
    return taken[0];
  }

  private void settle(Key key, String attempt, Outcome outcome) {
    if (!(outcome instanceof Outcome.Delivered(String reference))) {
      sent.computeIfPresent(key, (same, known) -> without(known, attempt));
    } else if (reference != null) {
      sent.computeIfPresent(key, (same, known) -> without(known, attempt));
      used(key.organization(), key.type(), reference, clock.instant());
    }
  }

  private static Map<String, Instant> without(Map<String, Instant> known, String attempt) {
    known.remove(attempt);
    return known;
  }

  /**
   * One was sent, by whichever node; told again, it is the same.
   *
   * @param reference the service's own name for it
   */
  public void used(OrganizationId organization, String type, String reference, Instant at) {
    Instant now = clock.instant();
    if (bounds.containsKey(type) && at.isAfter(now.minus(DAY))) {
      sent.compute(
          new Key(organization, type),
          (same, known) -> {
            Map<String, Instant> recent = recent(known, now);
            recent.putIfAbsent(reference, at);
            return recent;
          });
    }
  }

  private static Map<String, Instant> recent(@Nullable Map<String, Instant> known, Instant now) {
    Map<String, Instant> recent = known == null ? new LinkedHashMap<>() : known;
    recent.values().removeIf(at -> !at.isAfter(now.minus(DAY)));
    return recent;
  }
}
