package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns that follow no rule: each was written down, or came out of a calendar.
 *
 * @param turns by their time, none beginning before the one before it is over
 */
public record FixedTurns(List<Turn> turns) implements Turns {
  public static final int MOST = 2_000;

  /** Of two that begin together the shorter one comes later, so that it counts. */
  private static final Comparator<Turn> BY_BEGINNING =
      Comparator.comparing(Turn::from).thenComparing(Turn::until, Comparator.reverseOrder());

  public FixedTurns {
    turns = List.copyOf(turns);
    for (int i = 1; i < turns.size(); i++) {
      if (turns.get(i).from().isBefore(turns.get(i - 1).until())) {
        throw new IllegalArgumentException("Turns must not meet: " + turns.get(i));
      }
    }
  }

  /** Of any turns. Where two meet, the one that begins later counts while it lasts. */
  public static FixedTurns of(List<Turn> any) {
    List<Turn> sorted =
        any.stream()
            .filter(turn -> turn.from().isBefore(turn.until()))
            .sorted(BY_BEGINNING)
            .toList();
    if (sorted.isEmpty()) {
      return new FixedTurns(List.of());
    }
    Instant end = sorted.stream().map(Turn::until).max(Comparator.naturalOrder()).orElseThrow();
    Strip<Turn> strip = Strip.empty(sorted.getFirst().from(), end);
    for (Turn turn : sorted) {
      strip = strip.covered(List.of(new Strip.Piece<>(turn.from(), turn.until(), turn)));
    }
    return new FixedTurns(strip.filled((from, until, turn) -> new Turn(from, until, turn.user())));
  }

  @Override
  public List<Turn> between(Instant from, Instant until, ZoneId timeZone) {
    return turns.subList(firstEndingAfter(from), turns.size()).stream()
        .takeWhile(turn -> turn.from().isBefore(until))
        .toList();
  }

  private int firstEndingAfter(Instant time) {
    int low = 0;
    int high = turns.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (turns.get(middle).until().isAfter(time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public Set<UserId> everybody() {
    return turns.stream().map(Turn::user).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
