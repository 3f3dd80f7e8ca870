package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.ScheduleOverride;
import dev.tocsin.oncall.Shift;
import dev.tocsin.oncall.Source;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws a schedule's calendar for one reader. */
final class CalendarDrawing {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);
  private static final DateTimeFormatter NUMBER = DateTimeFormatter.ofPattern("d", Locale.ENGLISH);
  private static final int STYLES = 3;
  private static final int MOST_HANDOFFS = 60;
  private static final Duration WEEK = Duration.ofDays(7);

  /** How far shifts are followed over the edges of a calendar. */
  private static final Duration BEYOND = Duration.ofDays(32);

  /**
   * Of the whole width: so much holds a name, and so much its initials, or a finger (24 pixels).
   */
  private static final double NAME_FITS = 0.105;

  private static final double INITIALS_FIT = 0.03;

  private final Schedule schedule;
  private final OnCall onCall;
  private final List<UserId> others;
  private final Reader reader;
  private final TurnWords words;

  /**
   * Who looks.
   *
   * @param overrides the address of the form that overrides; null where the reader may not
   */
  record Reader(
      OrganizationId organization,
      UserId self,
      NodeConfiguration configuration,
      Times times,
      @Nullable String overrides) {
    String name(UserId user) {
      return configuration.person(organization, user) instanceof Lookup.Found<Member>(var found)
          ? found.user().called()
          : "Somebody who has left";
    }
  }

  CalendarDrawing(Schedule schedule, Reader reader) {
    this.schedule = schedule;
    this.onCall = new OnCall(schedule);
    this.reader = reader;
    this.words = TurnWords.of(reader.times());
    this.others =
        schedule.people().stream().filter(person -> !person.equals(reader.self())).toList();
  }

  CalendarView draw(CalendarSpan span) {
    ZoneId zone = reader.times().zone();
    Instant from = span.from(zone);
    Instant until = span.until(zone);
    Line line = new Line(from, until);
    List<CalendarView.Row> rows = new ArrayList<>();
    for (int i = 0; i < schedule.layers().size(); i++) {
      rows.add(
          new CalendarView.Row(
              schedule.layers().get(i).name(),
              false,
              line.cells(
                  touching(onCall.layer(i, from.minus(BEYOND), until.plus(BEYOND)), from, until)
                      .map(this::ofLayer)
                      .toList())));
    }
    List<Piece> overrides =
        schedule.overrides().stream()
            .filter(each -> each.from().isBefore(until) && each.until().isAfter(from))
            .sorted(Comparator.comparing(ScheduleOverride::from))
            .map(this::ofOverride)
            .toList();
    if (!overrides.isEmpty()) {
      rows.add(new CalendarView.Row("Overrides", false, line.cells(overrides)));
    }
    List<Shift> timeline =
        touching(onCall.timeline(from.minus(BEYOND), until.plus(BEYOND)), from, until).toList();
    rows.add(
        new CalendarView.Row(
            "On call", true, line.cells(timeline.stream().map(this::counting).toList())));
    return new CalendarView(
        span.title(words.today()),
        zone.getId(),
        line.hours,
        days(span, zone),
        rows,
        handoffs(from, until));
  }

  private List<CalendarView.Day> days(CalendarSpan span, ZoneId zone) {
    List<CalendarView.Day> days = new ArrayList<>();
    for (LocalDate day = span.first(); day.isBefore(span.end()); day = day.plusDays(1)) {
      Duration length =
          Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
      days.add(
          new CalendarView.Day(
              (span.view() == CalendarSpan.View.MONTH ? NUMBER : DAY).format(day),
              (int) Math.round(length.toMinutes() / 60.0),
              day.equals(words.today())));
    }
    return days;
  }

  /**
   * What is drawn of a time.
   *
   * @param text in how much room there is; null for nothing at all
   */
  private record Piece(
      Instant from,
      Instant until,
      @Nullable UserId user,
      String style,
      String small,
      String label) {}

  private Piece ofLayer(Shift shift) {
    UserId user = shift.user();
    return user == null
        ? new Piece(shift.from(), shift.until(), null, "", "", "")
        : new Piece(
            shift.from(), shift.until(), user, style(user), "", name(user) + ", " + when(shift));
  }

  private Piece ofOverride(ScheduleOverride override) {
    UserId instead = override.insteadOf();
    String small = instead == null ? "" : "for " + name(instead);
    return new Piece(
        override.from(),
        override.until(),
        override.user(),
        style(override.user()) + " over",
        small,
        (name(override.user()) + " " + small).strip()
            + ", "
            + when(override.from(), override.until()));
  }

  private Piece counting(Shift shift) {
    UserId user = shift.user();
    boolean now = isNow(shift);
    String style = (user == null ? "gap" : style(user)) + (now ? " now" : "");
    return new Piece(
        shift.from(),
        shift.until(),
        user,
        style,
        now ? "now" : "",
        (user == null ? "Nobody" : name(user)) + ", " + when(shift) + (now ? ", now" : ""));
  }

  private boolean isNow(Shift shift) {
    Instant now = reader.times().now();
    return !shift.from().isAfter(now) && shift.until().isAfter(now);
  }

  private String when(Shift shift) {
    return when(shift.from(), shift.until());
  }

  private String when(Instant from, Instant until) {
    return words.brief(from) + " until " + words.brief(until);
  }

  private String name(UserId user) {
    return reader.name(user);
  }

  /** Pale colours, each of which several people may have; you have one alone. */
  String style(UserId user) {
    return user.equals(reader.self()) ? "you" : "p" + (others.indexOf(user) % STYLES + 1);
  }

  /** So that their ends are told as they are, and not as the calendar cuts them off. */
  private static Stream<Shift> touching(List<Shift> shifts, Instant from, Instant until) {
    return shifts.stream()
        .filter(shift -> shift.from().isBefore(until) && shift.until().isAfter(from));
  }

  /** Of a time that has the present, what is to come, and a week of it at least. */
  private List<CalendarView.Handoff> handoffs(Instant from, Instant until) {
    Instant now = reader.times().now();
    boolean present = !now.isBefore(from) && now.isBefore(until);
    Instant begin = present ? now : from;
    Instant week = now.plus(WEEK);
    Instant end = present && week.isAfter(until) ? week : until;
    return touching(onCall.timeline(begin.minus(BEYOND), end.plus(BEYOND)), begin, end)
        .limit(MOST_HANDOFFS)
        .map(this::handoff)
        .toList();
  }

  private CalendarView.Handoff handoff(Shift shift) {
    UserId user = shift.user();
    boolean now = isNow(shift);
    String name = user == null ? "Nobody" : name(user);
    String why =
        shift.duty() == null
            ? ""
            : switch (shift.duty().source()) {
              case Source.OfOverride override -> "override, ";
              case Source.OfLayer layer -> layer.name() + ", ";
            };
    return new CalendarView.Handoff(
        now ? "now" : words.brief(shift.from()),
        shift.from().toString(),
        user == null ? "gap" : style(user),
        user == null ? "–" : ShellView.initials(name),
        name,
        why + "until " + words.brief(shift.until()),
        now);
  }

  /** Hours beside each other; what is shorter than one takes one, and the next begins later. */
  private final class Line {
    private final Instant from;
    private final int hours;

    private Line(Instant from, Instant until) {
      this.from = from;
      this.hours = (int) Math.round(Duration.between(from, until).toMinutes() / 60.0);
    }

    private List<CalendarView.Cell> cells(List<Piece> pieces) {
      List<CalendarView.Cell> cells = new ArrayList<>();
      int at = 0;
      for (Piece piece : pieces) {
        int begin = Math.max(at, hour(piece.from()));
        int end = Math.min(hours, Math.max(begin + 1, hour(piece.until())));
        if (begin >= hours || hour(piece.until()) <= at && piece.label().isEmpty()) {
          continue;
        }
        if (begin > at) {
          cells.add(new CalendarView.Cell(begin - at, null));
        }
        cells.add(new CalendarView.Cell(end - begin, mark(piece, end - begin)));
        at = end;
      }
      if (at < hours) {
        cells.add(new CalendarView.Cell(hours - at, null));
      }
      return cells;
    }

    private int hour(Instant time) {
      return (int) Math.round(Duration.between(from, time).toMinutes() / 60.0);
    }

    private CalendarView.@Nullable Mark mark(Piece piece, int width) {
      if (piece.label().isEmpty()) {
        return null;
      }
      double share = (double) width / hours;
      String name = piece.user() == null ? "Nobody" : name(Objects.requireNonNull(piece.user()));
      String text =
          share >= NAME_FITS
              ? name
              : share >= INITIALS_FIT && piece.user() != null ? ShellView.initials(name) : "";
      return new CalendarView.Mark(
          piece.style(),
          text,
          share >= NAME_FITS ? piece.small() : "",
          piece.label(),
          share >= INITIALS_FIT ? href(piece) : null);
    }

    private @Nullable String href(Piece piece) {
      if (reader.overrides() == null || !piece.until().isAfter(reader.times().now())) {
        return null;
      }
      ZoneId zone = reader.times().zone();
      return reader.overrides()
          + "?from="
          + OverrideForm.typed(piece.from(), zone)
          + "&until="
          + OverrideForm.typed(piece.until(), zone)
          + (piece.user() == null ? "" : "&insteadOfUserId=" + piece.user());
    }
  }
}
