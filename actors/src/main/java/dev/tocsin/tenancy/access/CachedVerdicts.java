package dev.tocsin.tenancy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the store said of a key, for a while. One question at a time is asked of a key; while the
 * store does not answer, what it said last stands.
 */
final class CachedVerdicts<K, V> {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long NEVER = -1;
  private static final int REMEMBERED = 100_000;

  private final Function<K, Optional<V>> store;
  private final Executor blocking;
  private final InstantSource time;
  private final Cache<K, Entry> entries =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterAccess(Duration.ofHours(12))
          .executor(Runnable::run)
          .build();
  private final AtomicLong generation = new AtomicLong();

  private record Answer<V>(Optional<V> verdict, Instant asked, long generation) {}

  /** A question that the store did not answer. */
  private record Silence(Instant noticed, long generation) {}

  CachedVerdicts(Function<K, Optional<V>> store, Executor blocking, InstantSource time) {
    this.store = store;
    this.blocking = blocking;
    this.time = time;
  }

  /**
   * Fails with {@link StoreUnavailableException} where the store is away and has never said
   * anything of the key.
   */
  CompletionStage<Optional<V>> ask(K key, Duration atMostOld) {
    return entries.get(key, missing -> new Entry()).ask(key, atMostOld);
  }

  /**
   * What was just written for a key that nobody has asked for yet: it stands while the store is
   * away, and does not save asking it.
   */
  void learn(K key, V verdict) {
    entries.get(key, missing -> new Entry()).learn(verdict);
  }

  /** Has everything asked for anew; what is known goes on to stand while the store is away. */
  void doubt() {
    generation.incrementAndGet();
  }

  /** As {@link #doubt()}, for one key. */
  void doubt(K key) {
    Entry entry = entries.getIfPresent(key);
    if (entry != null) {
      entry.doubt();
    }
  }

  void forget(K key) {
    entries.invalidate(key);
  }

  private final class Entry {
    private @Nullable Answer<V> last;
    private @Nullable CompletableFuture<Optional<V>> asking;
    private @Nullable Silence silence;
    private Instant since = Instant.EPOCH;

    synchronized CompletionStage<Optional<V>> ask(K key, Duration atMostOld) {
      Instant now = time.instant();
      Answer<V> known = last;
      if (known != null
          && known.generation() == generation.get()
          && Duration.between(known.asked(), now).abs().compareTo(atMostOld) < 0) {
        return CompletableFuture.completedStage(known.verdict());
      }
      CompletableFuture<Optional<V>> current = asking == null ? start(key, now) : asking;
      if (known == null) {
        return current.copy();
      }
      // from here on the last answer stands where the store does not say anything in time
      if (Duration.between(since, now).compareTo(PATIENCE) > 0 || isSilent(now, atMostOld)) {
        return CompletableFuture.completedStage(known.verdict());
      }
      return current
          .copy()
          .completeOnTimeout(known.verdict(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(away -> known.verdict());
    }

    /** That the store is away is believed as long as what it says: nobody waits for it anew. */
    private boolean isSilent(Instant now, Duration atMostOld) {
      return silence != null
          && silence.generation() == generation.get()
          && Duration.between(silence.noticed(), now).abs().compareTo(atMostOld) < 0;
    }

    synchronized void learn(V verdict) {
      if (last == null) {
        last = new Answer<>(Optional.of(verdict), Instant.EPOCH, NEVER);
      }
    }

    synchronized void doubt() {
      silence = null;
      if (last != null) {
        last = new Answer<>(last.verdict(), Instant.EPOCH, NEVER);
      }
    }

    private CompletableFuture<Optional<V>> start(K key, Instant now) {
      long asked = generation.get();
      since = now;
      CompletableFuture<Optional<V>> answer =
          CompletableFuture.supplyAsync(() -> store.apply(key), blocking);
      asking = answer;
      // who waits is told after this entry knows: the next question must not find the old answer
      CompletableFuture<Optional<V>> told =
          answer.whenComplete((verdict, failure) -> finished(verdict, now, asked));
      if (asking != null) {
        asking = told;
      }
      return told;
    }

    private synchronized void finished(@Nullable Optional<V> verdict, Instant asked, long then) {
      asking = null;
      if (verdict == null) {
        silence = new Silence(time.instant(), then);
      } else {
        silence = null;
        last = new Answer<>(verdict, asked, then);
      }
    }
  }
}
