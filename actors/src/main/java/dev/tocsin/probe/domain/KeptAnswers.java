package dev.tocsin.probe.domain;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What registries said, so that they are not asked at each interval, and which of them want to be
 * left alone. Both are bounded: what was not used for longest goes first.
 */
final class KeptAnswers {
  static final Duration ANSWERS = Duration.ofHours(1);
  static final Duration FAILURES = Duration.ofMinutes(5);
  private static final int MOST_ANSWERS = 10_000;
  private static final int MOST_SERVERS = 1_000;

  private record Question(URI server, String name) {}

  private record Kept(Seen seen, Instant from, Instant until) {
    boolean isFresh(Instant now) {
      // a clock that was set back must not keep it for longer
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  private final Map<Question, Kept> answers = bounded(MOST_ANSWERS);
  private final Map<URI, Instant> quiet = bounded(MOST_SERVERS);

  synchronized Optional<Seen> get(URI server, String name, Instant now) {
    return Optional.ofNullable(answers.get(new Question(server, name)))
        .filter(kept -> kept.isFresh(now))
        .map(Kept::seen);
  }

  synchronized void keep(URI server, String name, Seen seen, Instant now) {
    Question question = new Question(server, name);
    @Nullable Kept before = answers.get(question);
    answers.put(question, new Kept(seen.again(), now, now.plus(span(seen, before))));
  }

  /** When the server may be asked again; empty where it may now. */
  synchronized Optional<Instant> quietUntil(URI server, Instant now) {
    return Optional.ofNullable(quiet.get(server))
        .filter(until -> now.isBefore(until) && !now.isBefore(until.minus(Duration.ofDays(1))));
  }

  synchronized void leaveAlone(URI server, Instant until) {
    quiet.put(server, until);
  }

  private static Duration span(Seen seen, @Nullable Kept before) {
    return switch (seen.finding()) {
      case Finding.Registered registered -> ANSWERS;
      // the first time somebody looks again to be sure, and must not get the same answer back
      case Finding.NotRegistered none ->
          before != null && before.seen().finding() instanceof Finding.NotRegistered
              ? FAILURES
              : Duration.ZERO;
      case Finding.Nothing nothing -> FAILURES;
    };
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
