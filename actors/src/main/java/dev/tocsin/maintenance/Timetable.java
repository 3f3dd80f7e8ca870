package dev.tocsin.maintenance;

import dev.tocsin.oncall.LocalMoment;
import dev.tocsin.oncall.calendar.NotUnderstoodException;
import dev.tocsin.oncall.calendar.Recurrence;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a maintenance is: its first window, and by which rule it comes again. It begins and ends at
 * the same times of the clocks each time, in the nights in which they are put as well.
 *
 * @param rrule an RRULE (RFC 5545); null where it comes once
 * @param timeZone by whose clocks it comes again
 */
public record Timetable(Instant startsAt, Instant endsAt, ZoneId timeZone, @Nullable String rrule) {
  public static final Duration LONGEST = Duration.ofDays(30);

  /** What comes again ends before it comes again many times. */
  public static final Duration LONGEST_REPEATED = Duration.ofDays(7);

  /** As many as begin within the longest window, and some. */
  private static final int MOST_AT_ONCE = 400;

  private static final int MOST_TIMES = 5_000;

  /** As many as there are in half a year of hours. */
  private static final int MOST_WITHIN = 4_500;

  /** The window that is open at a time; of several the one that ends last. */
  public Optional<Window> at(Instant at) {
    Window open = null;
    for (Window window : since(at.minus(Duration.between(startsAt, endsAt)), at)) {
      if (window.has(at) && (open == null || window.until().isAfter(open.until()))) {
        open = window;
      }
    }
    return Optional.ofNullable(open);
  }

  /** The first window that begins after a time. */
  public Optional<Window> after(Instant at) {
    return next(at, 1).stream().findFirst();
  }

  /** The next windows that begin after a time. */
  public List<Window> next(Instant at, int most) {
    if (rrule == null) {
      return startsAt.isAfter(at) ? List.of(first()) : List.of();
    }
    List<Window> windows = new ArrayList<>();
    // a moment of the clocks that comes twice may be looked at twice
    for (Window window : windows(at.minus(Duration.ofHours(3)), most + MOST_AT_ONCE)) {
      if (window.from().isAfter(at) && windows.size() < most) {
        windows.add(window);
      }
    }
    return windows;
  }

  /** Those that are open at any time of a stretch, in the order of their beginnings. */
  public List<Window> within(Instant from, Instant until) {
    List<Window> within = new ArrayList<>();
    for (Window window : rrule == null ? List.of(first()) : repeated(from, until)) {
      if (window.from().isBefore(until) && window.until().isAfter(from)) {
        within.add(window);
      }
    }
    return within;
  }

  private List<Window> repeated(Instant from, Instant until) {
    try {
      return Recurrence.of(String.valueOf(rrule))
          .beginnings(
              local(startsAt),
              timeZone,
              local(from.minus(LONGEST_REPEATED).minus(Duration.ofDays(1))),
              local(until),
              MOST_WITHIN)
          .stream()
          .map(this::beginning)
          .toList();
    } catch (NotUnderstoodException unreadable) {
      return List.of(first()); // it was read before it was stored
    }
  }

  /** Whether no window is open or comes any more. */
  public boolean isOver(Instant now) {
    return at(now).isEmpty() && after(now).isEmpty();
  }

  /** Those that begin from one time until another, that included, and the first one always. */
  private List<Window> since(Instant from, Instant until) {
    if (rrule == null) {
      return List.of(first());
    }
    List<Window> windows = windows(from.minus(Duration.ofDays(1)), MOST_AT_ONCE);
    return windows.stream().filter(window -> !window.from().isAfter(until)).toList();
  }

  private List<Window> windows(Instant from, int most) {
    try {
      return beginnings(LocalDateTime.ofInstant(from, timeZone), most).stream()
          .map(this::beginning)
          .toList();
    } catch (NotUnderstoodException unreadable) {
      return List.of(first()); // it was read before it was stored
    }
  }

  private Window first() {
    return new Window(startsAt, endsAt);
  }

  private Window beginning(LocalDateTime local) {
    Duration lasts = Duration.between(local(startsAt), local(endsAt));
    return new Window(LocalMoment.of(local, timeZone), LocalMoment.of(local.plus(lasts), timeZone));
  }

  private LocalDateTime local(Instant at) {
    return LocalDateTime.ofInstant(at, timeZone);
  }

  private List<LocalDateTime> beginnings(LocalDateTime from, int most)
      throws NotUnderstoodException {
    return rrule == null
        ? List.of(local(startsAt))
        : Recurrence.of(rrule).beginnings(local(startsAt), timeZone, from, most);
  }

  /**
   * Whether the rule may be gone through whenever somebody asks.
   *
   * @throws NotUnderstoodException where it comes too often, or too many times
   */
  public void checkCost() throws NotUnderstoodException {
    if (rrule != null) {
      Recurrence.of(rrule).checkCost(MOST_TIMES);
    }
  }

  /**
   * When the rule has it begin first, which should be when it begins.
   *
   * @throws NotUnderstoodException with a sentence for who wrote the rule
   */
  public Optional<Instant> firstByRule() throws NotUnderstoodException {
    return beginnings(local(startsAt), 1).stream()
        .findFirst()
        .map(local -> LocalMoment.of(local, timeZone));
  }
}
