package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People take turns. By days and weeks they hand over at the same time on the clock, whatever is
 * done to the clocks in between ({@link LocalMoment} says what happens in the very hour); by hours,
 * so many hours after each other, because the night has one more or less of them.
 *
 * @param start the first person's turn begins; nobody is on call before
 * @param end nobody is on call from then; null for never
 * @param people in their order; somebody may be there more than once
 */
public record Rotation(
    int every, Unit unit, LocalDateTime start, @Nullable LocalDateTime end, List<UserId> people)
    implements Turns {
  public enum Unit {
    HOURS,
    DAYS,
    WEEKS
  }

  public Rotation {
    if (every < 1) {
      throw new IllegalArgumentException("A turn must have a length.");
    }
    people = List.copyOf(people);
  }

  @Override
  public List<Turn> between(Instant from, Instant until, ZoneId timeZone) {
    Instant beginning = LocalMoment.of(start, timeZone);
    Instant over = end == null ? Instant.MAX : LocalMoment.of(end, timeZone);
    Instant first = from.isAfter(beginning) ? from : beginning;
    Instant last = until.isBefore(over) ? until : over;
    List<Turn> turns = new ArrayList<>();
    if (people.isEmpty() || !first.isBefore(last)) {
      return turns;
    }
    long number = numberAt(first, timeZone);
    Instant handoff = handoff(number, timeZone);
    while (handoff.isBefore(last)) {
      Instant next = handoff(number + 1, timeZone);
      // a day that a country left out, when it changed sides of the date line, has no turn
      if (handoff.isBefore(next)) {
        UserId person = people.get((int) (number % people.size()));
        turns.add(new Turn(handoff, next.isBefore(over) ? next : over, person));
      }
      handoff = next;
      number++;
    }
    return turns;
  }

  /** The number of the turn that a time is in, counted from 0; found without counting. */
  private long numberAt(Instant time, ZoneId timeZone) {
    long number =
        switch (unit) {
          case HOURS -> Duration.between(LocalMoment.of(start, timeZone), time).toHours() / every;
          case DAYS, WEEKS ->
              Math.max(0, ChronoUnit.DAYS.between(start, LocalDateTime.ofInstant(time, timeZone)))
                  / days();
        };
    // the clock is only nearly right about it in the hours in which it is put forward or back
    while (!handoff(number + 1, timeZone).isAfter(time)) {
      number++;
    }
    while (number > 0 && handoff(number, timeZone).isAfter(time)) {
      number--;
    }
    return number;
  }

  private Instant handoff(long number, ZoneId timeZone) {
    return switch (unit) {
      case HOURS -> LocalMoment.of(start, timeZone).plus(Duration.ofHours(number * every));
      case DAYS, WEEKS -> LocalMoment.of(start.plusDays(number * days()), timeZone);
    };
  }

  private long days() {
    return unit == Unit.WEEKS ? 7L * every : every;
  }

  @Override
  public Set<UserId> everybody() {
    return new LinkedHashSet<>(people);
  }
}
