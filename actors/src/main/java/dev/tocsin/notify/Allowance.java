package dev.tocsin.notify;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
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

  /**
   * All organizations together have as much as so many of them: a stranger may found any number.
   */
  static final int ORGANIZATIONS = 10;

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
    if (isUsedUpByAll(type, bound)) {
      return refused("All organizations together have used up what they", bound, ORGANIZATIONS);
    }
    return take(key, attempt, bound.most())
        ? sent(key, attempt, send)
        : refused("The organization has used up what it", bound, 1);
  }

  /**
   * The same for what is no alert: half of all stays for those, whatever people try out. Fails with
   * a {@link ThrottledException} where nothing is left for it, which says nothing of the place.
   */
  public CompletionStage<Outcome> withinHalf(
      OrganizationId organization, String type, Supplier<CompletionStage<Outcome>> send) {
    Bound bound = bounds.get(type);
    if (bound == null) {
      return send.get();
    }
    Key key = new Key(organization, type);
    String attempt = Ids.create().toString();
    return !isUsedUpByAll(type, bound) && take(key, attempt, Math.ceilDiv(bound.most(), 2))
        ? sent(key, attempt, send)
        : CompletableFuture.failedStage(new ThrottledException(untilRoom(key)));
  }

  private CompletionStage<Outcome> sent(
      Key key, String attempt, Supplier<CompletionStage<Outcome>> send) {
    return send.get().whenComplete((outcome, defect) -> settle(key, attempt, outcome));
  }

  private static CompletionStage<Outcome> refused(String who, Bound bound, int times) {
    return CompletableFuture.completedStage(
        Outcome.Permanent.wide(
            who
                + " may have sent in 24 hours: "
                + bound.most() * (long) times
                + " (the operator's setting "
                + bound.setting()
                + ")"));
  }

  /** Until the oldest that counts is a day old. */
  private Duration untilRoom(Key key) {
    Instant now = clock.instant();
    Duration[] until = {DAY};
    sent.computeIfPresent(
        key,
        (same, known) -> {
          known.values().stream()
              .min(Comparator.naturalOrder())
              .ifPresent(oldest -> until[0] = Duration.between(now, oldest.plus(DAY)));
          return known;
        });
    return until[0].isPositive() ? until[0] : Duration.ofSeconds(1);
  }

  private boolean isUsedUpByAll(String type, Bound bound) {
    return ofAll(type) >= (long) bound.most() * ORGANIZATIONS;
  }

  private long ofAll(String type) {
    Instant since = clock.instant().minus(DAY);
    long[] all = new long[1];
    for (Key key : sent.keySet()) {
      if (key.type().equals(type)) {
        sent.computeIfPresent(
            key,
            (same, known) -> {
              all[0] += known.values().stream().filter(at -> at.isAfter(since)).count();
              return known;
            });
      }
    }
    return all[0];
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
