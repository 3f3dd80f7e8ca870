package dev.tocsin.alert.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was pressed for as long as its signature is good, so that the same request is judged once:
 * what was refused is not taken later. Each node has its own; what was taken by any of them the
 * alert itself knows, and takes no second time.
 */
final class RecentPresses {
  /** Twice what a time may be off: it may lie as far ahead as behind. */
  private static final Duration GOOD = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final Map<String, Instant> taken = new LinkedHashMap<>();

  /**
   * @param code the request's signature
   */
  synchronized boolean isFirst(String code, Instant now) {
    Instant old = now.minus(GOOD);
    taken.values().removeIf(at -> at.isBefore(old));
    if (taken.size() >= MOST) {
      taken.remove(taken.keySet().iterator().next());
    }
    return taken.putIfAbsent(code, now) == null;
  }

  /** It was not taken, and may be told again. */
  synchronized void forget(String code) {
    taken.remove(code);
  }
}
