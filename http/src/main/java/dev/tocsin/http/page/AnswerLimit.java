package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.tenancy.access.ThrottledException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How often one address may answer without signing in. The memory is bounded, and is this node's.
 */
final class AnswerLimit {
  private static final int REMEMBERED = 50_000;

  private final int most;
  private final Duration within;
  private final InstantSource time;
  private final Cache<String, Count> counts;

  private record Count(Instant began, int many) {}

  /** Sixty a minute. */
  AnswerLimit(InstantSource time) {
    this(60, Duration.ofMinutes(1), time);
  }

  AnswerLimit(int most, Duration within, InstantSource time) {
    this.most = most;
    this.within = within;
    this.time = time;
    this.counts =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(within)
            .executor(Runnable::run)
            .build();
  }

  /**
   * @throws ThrottledException where it was too often
   */
  void count(InetAddress from) {
    Instant now = time.instant();
    Count count =
        counts
            .asMap()
            .compute(
                key(from),
                (key, known) ->
                    known == null || !now.isBefore(known.began().plus(within))
                        ? new Count(now, 1)
                        : new Count(known.began(), known.many() + 1));
    if (count.many() > most) {
      throw new ThrottledException(Duration.between(now, count.began().plus(within)));
    }
  }

  /** An IPv6 customer has at least a /64 to themselves. */
  private static String key(InetAddress from) {
    byte[] bytes = from.getAddress();
    int kept = from instanceof Inet6Address ? 8 : bytes.length;
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, kept));
  }
}
