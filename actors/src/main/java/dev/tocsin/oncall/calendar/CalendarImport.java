package dev.tocsin.oncall.calendar;

import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.FixedTurns;
import dev.tocsin.oncall.Turn;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a layer from an iCalendar that another program wrote. Rules that go on for
 * ever are written out for {@link #AHEAD}; what was over {@link #BACK} ago is left out. What cannot
 * be taken is left out too, and said.
 */
public final class CalendarImport {
  public static final Period BACK = Period.ofDays(31);
  public static final Period AHEAD = Period.ofYears(3);

  private static final int MOST_PROBLEMS = 50;

  /** Before those that meet are joined, which takes the square of their number. */
  private static final int MOST_LOOKED_AT = 2 * FixedTurns.MOST;

  private final Function<String, Optional<UserId>> people;
  private final Instant begin;
  private final Instant end;
  private final Budget budget = new Budget();
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> unknownPeople = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param turns what was understood
   * @param unknownPeople what stood where a person was looked for and nobody was found; the first
   *     {@value #MOST_PROBLEMS}
   * @param problems events that were left out for other reasons; the first {@value #MOST_PROBLEMS}
   * @param completeUntil from when on turns are missing, because a rule goes on for ever or there
   *     are too many; null where all are there
   */
  public record Imported(
      FixedTurns turns,
      List<String> unknownPeople,
      List<Problem> problems,
      @Nullable Instant completeUntil) {}

  /**
   * @param event what the event is called
   * @param message why it was left out, a sentence
   */
  public record Problem(String event, String message) {}

  private CalendarImport(Function<String, Optional<UserId>> people, Instant now) {
    this.people = people;
    this.begin = now.atOffset(ZoneOffset.UTC).minus(BACK).toInstant();
    this.end = now.atOffset(ZoneOffset.UTC).plus(AHEAD).toInstant();
  }

  /**
   * @param timeZone for times without one of their own, and whole days
   * @param people finds a person by an e-mail address or a name; is asked for the attendees'
   *     addresses and names, then for the title and its parts
   * @throws InvalidInputException where the text is no calendar, or too long
   */
  public static Imported read(
      String text, ZoneId timeZone, Instant now, Function<String, Optional<UserId>> people) {
    var calendar = new CalendarImport(people, now);
    calendar.addAll(CalendarFile.read(text), timeZone);
    return calendar.imported();
  }

  private void addAll(CalendarFile file, ZoneId timeZone) {
    var zones = new CalendarZones(timeZone, file.zoneLocations());
    List<CalendarEvent> events = new ArrayList<>();
    Map<String, Set<Instant>> changed = new HashMap<>();
    for (EventLines lines : file.events()) {
      try {
        CalendarEvent event = CalendarEvent.of(lines, zones);
        events.add(event);
        if (event.instead() != null) {
          changed.computeIfAbsent(event.uid(), uid -> new HashSet<>()).add(event.instead());
        }
      } catch (NotUnderstoodException why) {
        problem(lines, why);
      }
    }
    events.forEach(event -> add(event, changed.getOrDefault(event.uid(), Set.of())));
  }

  /**
   * @param changed when occurrences would begin that are written as events of their own
   */
  private void add(CalendarEvent event, Set<Instant> changed) {
    if (event.isCancelled()) {
      return;
    }
    try {
      List<CalendarEvent.Occurrence> occurrences = event.occurrences(begin, end, budget);
      if (occurrences.isEmpty()) {
        return;
      }
      Optional<UserId> user = find(event.lines());
      for (CalendarEvent.Occurrence each : occurrences) {
        boolean replaced = event.instead() == null && changed.contains(each.from());
        if (user.isPresent() && !replaced) {
          turns.add(new Turn(each.from(), each.until(), user.get()));
        }
      }
    } catch (NotUnderstoodException why) {
      problem(event.lines(), why);
    }
  }

  private Optional<UserId> find(EventLines lines) {
    List<String> candidates = lines.people();
    for (String candidate : candidates) {
      Optional<UserId> user = people.apply(candidate);
      if (user.isPresent()) {
        return user;
      }
    }
    if (unknownPeople.size() < MOST_PROBLEMS) {
      unknownPeople.add(candidates.isEmpty() ? lines.name() : candidates.getFirst());
    }
    return Optional.empty();
  }

  private void problem(EventLines lines, NotUnderstoodException why) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(lines.name(), why.sentence()));
    }
  }

  private Imported imported() {
    turns.sort(Comparator.comparing(Turn::from));
    Instant complete = budget.isCutOff() ? end : Instant.MAX;
    List<Turn> looked = turns;
    if (turns.size() > MOST_LOOKED_AT) {
      complete = earlier(complete, turns.get(MOST_LOOKED_AT).from());
      looked = turns.subList(0, MOST_LOOKED_AT);
    }
    FixedTurns kept = FixedTurns.of(looked);
    if (kept.turns().size() > FixedTurns.MOST) {
      complete = earlier(complete, kept.turns().get(FixedTurns.MOST).from());
      kept = new FixedTurns(kept.turns().subList(0, FixedTurns.MOST));
    }
    return new Imported(
        kept,
        List.copyOf(unknownPeople),
        List.copyOf(problems),
        complete.equals(Instant.MAX) ? null : complete);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
