package dev.tocsin.http.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.Ids;
import dev.tocsin.notify.Allowance;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How often a button may send something: who can add an address that is not theirs could else have
 * us write to it as often as they like. The memory is bounded, and is this node's.
 */
public final class TrialLimit {
  /** Of a kind that reaches whoever has the address, without a secret of theirs. */
  static final int TO_ANYBODY = 5;

  static final int TO_A_PLACE = 20;
  static final int BY_AN_ORGANIZATION = 60;

  /** To one place by all organizations: none of them uses up what is another's. */
  static final int BY_ALL = 40;

  static final Duration WITHIN = Duration.ofHours(1);

  private static final UUID SCOPE = new UUID(0, 0);
  private static final int REMEMBERED = 50_000;

  private final ChannelKinds kinds;
  private final Allowance allowance;
  private final InstantSource time;
  private final Cache<Object, Count> counts =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(WITHIN)
          .executor(Runnable::run)
          .build();

  private record Count(Instant began, int many) {}

  public TrialLimit(ChannelKinds kinds, Allowance allowance, InstantSource time) {
    this.kinds = kinds;
    this.allowance = allowance;
    this.time = time;
  }

  /** Sends, or fails with a {@link ThrottledException} where too much was sent lately. */
  CompletionStage<Outcome> within(
      OrganizationId organization, Endpoint endpoint, Supplier<CompletionStage<Outcome>> send) {
    try {
      count(organization, BY_AN_ORGANIZATION);
      UUID destination = destination(endpoint);
      count(
          Ids.derive(destination, "by", organization.toString()),
          isOpen(endpoint) ? TO_ANYBODY : TO_A_PLACE);
      count(destination, BY_ALL);
    } catch (ThrottledException tooOften) {
      return CompletableFuture.failedStage(tooOften);
    }
    return allowance.withinHalf(organization, endpoint.type(), send);
  }

  private boolean isOpen(Endpoint endpoint) {
    return kinds.byType(endpoint.type()).map(kind -> kind.secrets().isEmpty()).orElse(true);
  }

  private void count(Object key, int most) {
    Instant now = time.instant();
    Count count =
        counts
            .asMap()
            .compute(
                key,
                (same, known) ->
                    known == null || !now.isBefore(known.began().plus(WITHIN))
                        ? new Count(now, 1)
                        : new Count(known.began(), known.many() + 1));
    if (count.many() > most) {
      throw new ThrottledException(Duration.between(now, count.began().plus(WITHIN)));
    }
  }

  /** The same mailbox is the same for every organization, however it is written. */
  private static UUID destination(Endpoint endpoint) {
    String written = new TreeMap<>(endpoint.settings()).toString().toLowerCase(Locale.ROOT);
    return Ids.derive(SCOPE, endpoint.type(), written);
  }
}
