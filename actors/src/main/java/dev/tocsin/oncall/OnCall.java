package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule says. The answer for a moment does not depend on what else is asked: any page of
 * the calendar shows the same shifts, and asking for a time long after the beginning costs no more.
 * Time and memory of a page grow with the handoffs on it; the caller bounds it. Immutable.
 */
public final class OnCall {
  /** How far ahead and back the end of a watch is looked for. */
  public static final Duration HORIZON = Duration.ofDays(731);

  private static final Duration PAGE = Duration.ofDays(32);

  private final Schedule schedule;

  public OnCall(Schedule schedule) {
    this.schedule = schedule;
  }

  /** Who is on call at a moment; empty for nobody. */
  public Optional<Duty> at(Instant time) {
    return Optional.ofNullable(shiftAt(time).duty());
  }

  /** The final schedule: consecutive shifts, gaps among them, cut off at both ends. */
  public List<Shift> timeline(Instant from, Instant until) {
    Strip<Duty> strip = Strip.empty(from, until);
    for (int i = 0; i < schedule.layers().size(); i++) {
      strip = strip.covered(duties(i, from, until));
    }
    for (ScheduleOverride each : schedule.overrides()) {
      if (each.from().isBefore(until) && from.isBefore(each.until())) {
        strip = strip.covered(taken(each, strip));
      }
    }
    return shifts(strip);
  }

  /** One layer as if there were no other and no override; gaps among it. */
  public List<Shift> layer(int index, Instant from, Instant until) {
    return shifts(Strip.<Duty>empty(from, until).covered(duties(index, from, until)));
  }

  /** When nobody is on call. */
  public List<Shift> gaps(Instant from, Instant until) {
    return timeline(from, until).stream().filter(shift -> shift.duty() == null).toList();
  }

  /**
   * The shifts that touch this time, whole: those at its ends begin before it and end after it.
   * Without gaps, which may have no end.
   */
  public List<Shift> wholeShifts(Instant from, Instant until) {
    if (!from.isBefore(until)) {
      return List.of();
    }
    Instant begin = at(from).map(duty -> duty.source().from()).orElse(from);
    Instant end = at(until.minusNanos(1)).map(duty -> duty.source().until()).orElse(until);
    return timeline(Strip.earlier(begin, from), Strip.later(end, until)).stream()
        .filter(shift -> shift.duty() != null && shift.touches(from, until))
        .toList();
  }

  /** The next moment at which somebody else is on call, or nobody, or somebody again. */
  public Optional<Handoff> nextHandoff(Instant after) {
    UserId now = shiftAt(after).user();
    return nextShift(after, shift -> !Objects.equals(shift.user(), now))
        .map(shift -> new Handoff(shift.from(), now, shift.user()));
  }

  /** Who is on call, since when, until when, and who is next. */
  public Watch watch(Instant at) {
    UserId user = shiftAt(at).user();
    return watch(user, since(user, at), at);
  }

  /**
   * The watch that somebody has at a moment, or the next one that they will have; empty where there
   * is none within {@link #HORIZON}.
   */
  public Optional<Watch> watchOf(UserId user, Instant at) {
    if (!schedule.people().contains(user)) {
      return Optional.empty();
    }
    if (user.equals(shiftAt(at).user())) {
      return Optional.of(watch(at));
    }
    return nextShift(at, shift -> user.equals(shift.user()))
        .map(shift -> watch(user, shift.from(), shift.from()));
  }

  private Watch watch(@Nullable UserId user, @Nullable Instant from, Instant at) {
    Optional<Handoff> end = nextHandoff(at);
    return new Watch(
        user, from, end.map(Handoff::at).orElse(null), end.map(Handoff::to).orElse(null));
  }

  private Shift shiftAt(Instant time) {
    return timeline(time, time.plusNanos(1)).getFirst();
  }

  private Optional<Shift> nextShift(Instant after, Predicate<Shift> fits) {
    Instant end = after.plus(HORIZON);
    for (Instant page = after; page.isBefore(end); page = page.plus(PAGE)) {
      Optional<Shift> found = timeline(page, page.plus(PAGE)).stream().filter(fits).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private @Nullable Instant since(@Nullable UserId user, Instant at) {
    Instant begin = at.minus(HORIZON);
    for (Instant page = at; page.isAfter(begin); page = page.minus(PAGE)) {
      for (Shift shift : timeline(page.minus(PAGE), page).reversed()) {
        if (!Objects.equals(shift.user(), user)) {
          return shift.until();
        }
      }
    }
    return null;
  }

  private List<Strip.Piece<Duty>> duties(int index, Instant from, Instant until) {
    Layer layer = schedule.layers().get(index);
    List<Strip.Piece<Duty>> duties = new ArrayList<>();
    for (Turn turn : layer.turns().between(from, until, schedule.timeZone())) {
      var source = new Source.OfLayer(index, layer.name(), turn.from(), turn.until());
      duties.add(new Strip.Piece<>(turn.from(), turn.until(), new Duty(turn.user(), source)));
    }
    return layer.restrictions().isEmpty()
        ? duties
        : within(Span.open(layer.restrictions(), from, until, schedule.timeZone()), duties);
  }

  /** What of the duties is in the spans; both are in order. */
  private static List<Strip.Piece<Duty>> within(List<Span> spans, List<Strip.Piece<Duty>> duties) {
    List<Strip.Piece<Duty>> parts = new ArrayList<>();
    int next = 0;
    for (Strip.Piece<Duty> duty : duties) {
      while (next < spans.size() && !spans.get(next).until().isAfter(duty.from())) {
        next++;
      }
      for (int i = next; i < spans.size() && spans.get(i).from().isBefore(duty.until()); i++) {
        parts.add(
            new Strip.Piece<>(
                Strip.later(duty.from(), spans.get(i).from()),
                Strip.earlier(duty.until(), spans.get(i).until()),
                duty.content()));
      }
    }
    return parts;
  }

  private static List<Strip.Piece<Duty>> taken(ScheduleOverride by, Strip<Duty> strip) {
    var source = new Source.OfOverride(by.id(), by.from(), by.until());
    var duty = new Duty(by.user(), source);
    UserId insteadOf = by.insteadOf();
    if (insteadOf == null) {
      return List.of(new Strip.Piece<>(by.from(), by.until(), duty));
    }
    List<Strip.Piece<Duty>> taken = new ArrayList<>();
    for (Shift shift : shifts(strip)) {
      if (insteadOf.equals(shift.user()) && shift.touches(by.from(), by.until())) {
        taken.add(
            new Strip.Piece<>(
                Strip.later(shift.from(), by.from()),
                Strip.earlier(shift.until(), by.until()),
                duty));
      }
    }
    return taken;
  }

  private static List<Shift> shifts(Strip<Duty> strip) {
    return strip.pieces().stream()
        .map(piece -> new Shift(piece.from(), piece.until(), piece.content()))
        .toList();
  }
}
