package dev.tocsin.alert.phone;

import dev.tocsin.notify.twilio.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a number is told that its words are not understood: a program at the other end would
 * answer that for ever. The memory is bounded, and is this node's.
 */
final class Patience {
  private static final int MOST = 3;
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final int MOST_KNOWN = 10_000;

  private final InstantSource clock;
  private final Map<PhoneNumber, Said> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PhoneNumber, Said> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private record Said(Instant since, int times) {}

  Patience(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean mayExplain(PhoneNumber number) {
    Instant now = clock.instant();
    Said known = said.get(number);
    Said next =
        known == null || known.since().plus(WITHIN).isBefore(now)
            ? new Said(now, 1)
            : new Said(known.since(), known.times() + 1);
    said.put(number, next);
    return next.times() <= MOST;
  }
}
