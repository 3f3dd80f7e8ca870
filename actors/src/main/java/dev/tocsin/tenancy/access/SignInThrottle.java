package dev.tocsin.tenancy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.tenancy.EmailAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Slows down the guessing of passwords: after some wrong attempts on one account, or from one
 * address, each further one must wait twice as long. The memory is bounded, and is this node's.
 */
public final class SignInThrottle {
  private static final Limit PER_ACCOUNT = new Limit(5, Duration.ofMinutes(5));
  private static final Limit PER_ADDRESS = new Limit(20, Duration.ofMinutes(15));
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int REMEMBERED = 50_000;
  private static final int LONGEST_DOUBLING = 20;

  private final InstantSource time;
  private final ConcurrentMap<String, Attempts> attempts;

  /**
   * @param free attempts before the first wait, of one second
   * @param longest wait
   */
  private record Limit(int free, Duration longest) {
    Duration wait(int wrong) {
      if (wrong < free) {
        return Duration.ZERO;
      }
      Duration doubled = Duration.ofSeconds(1L << Math.min(wrong - free, LONGEST_DOUBLING));
      return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
  }

  private record Attempts(int wrong, Instant last) {}

  public SignInThrottle(InstantSource time) {
    this.time = time;
    Cache<String, Attempts> cache =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(FORGOTTEN_AFTER)
            .executor(Runnable::run)
            .build();
    this.attempts = cache.asMap();
  }

  /**
   * Counts an attempt as wrong until {@link #succeeded} says otherwise, so that many at once are
   * counted too.
   *
   * @throws ThrottledException where it must wait; such an attempt is not counted
   */
  public void attempt(EmailAddress email, InetAddress from) {
    Instant now = time.instant();
    String address = addressKey(from);
    refuseEarly(address, PER_ADDRESS, now);
    count(accountKey(email), PER_ACCOUNT, now);
    count(address, PER_ADDRESS, now);
  }

  /** Forgets what was wrong with the account, and that this attempt was counted. */
  public void succeeded(EmailAddress email, InetAddress from) {
    attempts.remove(accountKey(email));
    takeBack(addressKey(from));
  }

  /** The attempt was neither right nor wrong: nobody could look. */
  public void undecided(EmailAddress email, InetAddress from) {
    takeBack(accountKey(email));
    takeBack(addressKey(from));
  }

  /** How many accounts and addresses are remembered. */
  int remembered() {
    return attempts.size();
  }

  private void takeBack(String key) {
    attempts.computeIfPresent(
        key,
        (same, known) -> known.wrong() <= 1 ? null : new Attempts(known.wrong() - 1, known.last()));
  }

  private void refuseEarly(String key, Limit limit, Instant now) {
    refuse(attempts.get(key), limit, now);
  }

  private void count(String key, Limit limit, Instant now) {
    attempts.compute(
        key,
        (same, known) -> {
          refuse(known, limit, now);
          return new Attempts(known == null ? 1 : known.wrong() + 1, now);
        });
  }

  private static void refuse(@Nullable Attempts known, Limit limit, Instant now) {
    if (known == null) {
      return;
    }
    Duration left = Duration.between(now, known.last().plus(limit.wait(known.wrong())));
    if (left.isPositive()) {
      throw new ThrottledException(left);
    }
  }

  private static String accountKey(EmailAddress email) {
    return "account " + email.key();
  }

  /** An IPv6 customer has at least a /64 to themselves. */
  private static String addressKey(InetAddress from) {
    byte[] bytes = from.getAddress();
    int kept = from instanceof Inet6Address ? 8 : bytes.length;
    return "address " + HexFormat.of().formatHex(Arrays.copyOf(bytes, kept));
  }
}
