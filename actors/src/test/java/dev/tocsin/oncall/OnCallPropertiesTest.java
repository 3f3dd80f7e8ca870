package dev.tocsin.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.tenancy.UserId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What holds for every schedule, checked against a plain reading of it that counts from 0. */
class OnCallPropertiesTest {
  private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 3, 1, 0, 0);
  private static final int MINUTES = 60 * 24 * 300;

  @Property(tries = 400)
  void aTimelineHasNeitherHolesNorOverlaps(
      @ForAll("schedules") Schedule schedule,
      @ForAll("moments") Instant from,
      @ForAll("lengths") Duration length) {
    List<Shift> timeline = new OnCall(schedule).timeline(from, from.plus(length));
    assertThat(timeline.getFirst().from()).isEqualTo(from);
    assertThat(timeline.getLast().until()).isEqualTo(from.plus(length));
    for (int i = 0; i < timeline.size(); i++) {
      assertThat(timeline.get(i).from()).isBefore(timeline.get(i).until());
      if (i > 0) {
        assertThat(timeline.get(i).from()).isEqualTo(timeline.get(i - 1).until());
        assertThat(timeline.get(i).duty()).isNotEqualTo(timeline.get(i - 1).duty());
      }
    }
  }

  @Property(tries = 400)
  void everyPageOfTheCalendarSaysTheSame(
      @ForAll("schedules") Schedule schedule,
      @ForAll("moments") Instant from,
      @ForAll("lengths") Duration first,
      @ForAll("lengths") Duration second) {
    OnCall onCall = new OnCall(schedule);
    Instant middle = from.plus(first);
    Instant end = middle.plus(second);
    List<Shift> pages = new ArrayList<>(onCall.timeline(from, middle));
    pages.addAll(onCall.timeline(middle, end));
    assertThat(merged(pages)).isEqualTo(onCall.timeline(from, end));
  }

  @Property(tries = 400)
  void aMomentAgreesWithTheTimelineAndWithAPlainReading(
      @ForAll("schedules") Schedule schedule,
      @ForAll("moments") Instant from,
      @ForAll("lengths") Duration length) {
    OnCall onCall = new OnCall(schedule);
    List<Shift> timeline = onCall.timeline(from, from.plus(length));
    for (Shift shift : timeline.subList(0, Math.min(20, timeline.size()))) {
      for (Instant time : List.of(shift.from(), shift.until().minusNanos(1))) {
        assertThat(onCall.at(time)).isEqualTo(Optional.ofNullable(shift.duty()));
        assertThat(shift.user()).describedAs("at %s", time).isEqualTo(read(schedule, time));
      }
    }
  }

  @Property(tries = 300)
  void inTheNightWhenClocksArePutPeopleHandOverByThePlainReading(
      @ForAll("zones") ZoneId zone, @ForAll("nightTimes") LocalTime time, @ForAll boolean spring) {
    Instant begin = utc(0);
    ZoneOffsetTransition first = zone.getRules().nextTransition(begin);
    if (first == null) {
      return;
    }
    Instant change =
        first.isGap() == spring
            ? first.getInstant()
            : zone.getRules().nextTransition(first.getInstant()).getInstant();
    LocalDate day = LocalDate.ofInstant(change, zone).minusDays(3);
    var daily = new Rotation(1, Rotation.Unit.DAYS, day.atTime(time), null, People.ALL);
    Schedule schedule =
        new Schedule("S", null, zone, List.of(new Layer("L", daily, List.of())), List.of());
    List<Shift> timeline =
        new OnCall(schedule)
            .timeline(change.minus(Duration.ofDays(2)), change.plus(Duration.ofDays(2)));
    for (Shift shift : timeline) {
      assertThat(shift.user()).isEqualTo(read(schedule, shift.from()));
      assertThat(shift.user()).isEqualTo(read(schedule, shift.until().minusNanos(1)));
    }
  }

  @Property(tries = 300)
  void aWatchEndsWhereSomebodyElseComes(
      @ForAll("schedules") Schedule schedule, @ForAll("moments") Instant time) {
    OnCall onCall = new OnCall(schedule);
    Watch watch = onCall.watch(time);
    assertThat(watch.includes(time)).isTrue();
    Instant until = watch.until();
    if (until != null) {
      assertThat(user(onCall, until.minusNanos(1))).isEqualTo(watch.user());
      assertThat(user(onCall, until)).isEqualTo(watch.next()).isNotEqualTo(watch.user());
    }
    Instant from = watch.from();
    if (from != null) {
      assertThat(user(onCall, from)).isEqualTo(watch.user());
      assertThat(user(onCall, from.minusNanos(1))).isNotEqualTo(watch.user());
    }
  }

  @Property(tries = 300)
  void aShiftIsTheSameWholeFromWhateverPageItIsSeen(
      @ForAll("schedules") Schedule schedule,
      @ForAll("moments") Instant from,
      @ForAll("lengths") Duration length) {
    OnCall onCall = new OnCall(schedule);
    List<Shift> whole = onCall.wholeShifts(from, from.plus(length));
    for (Shift shift : whole.subList(0, Math.min(10, whole.size()))) {
      assertThat(onCall.wholeShifts(shift.from(), shift.until())).containsExactly(shift);
      Optional<Duty> duty = Optional.ofNullable(shift.duty());
      assertThat(onCall.at(shift.from().minusNanos(1))).isNotEqualTo(duty);
      assertThat(onCall.at(shift.until())).isNotEqualTo(duty);
    }
  }

  @Property(tries = 200)
  void inAPlainRotationEverybodyHasTheSameNumberOfTurns(
      @ForAll("zones") ZoneId zone,
      @ForAll("rotations") Rotation any,
      @ForAll("rounds") int rounds) {
    Rotation rotation =
        new Rotation(any.every(), any.unit(), any.start(), null, distinct(any.people()));
    Schedule schedule =
        new Schedule("S", null, zone, List.of(new Layer("L", rotation, List.of())), List.of());
    int turns = rounds * rotation.people().size();
    Instant start = moment(rotation.start(), zone);
    Duration turn =
        switch (rotation.unit()) {
          case HOURS -> Duration.ofHours(rotation.every());
          case DAYS -> Duration.ofDays(rotation.every());
          case WEEKS -> Duration.ofDays(7L * rotation.every());
        };
    // half a turn more than they last, so that no change of the clocks cuts one off
    Instant end = start.plus(turn.multipliedBy(turns)).plus(turn.dividedBy(2));
    Map<UserId, Long> shares =
        new OnCall(schedule)
            .timeline(start, end).stream()
                .limit(turns)
                .map(Shift::user)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(shares).hasSize(rotation.people().size());
    assertThat(shares.values()).containsOnly((long) rounds);
  }

  private static List<UserId> distinct(List<UserId> people) {
    return people.stream().distinct().toList();
  }

  private static @Nullable UserId user(OnCall onCall, Instant time) {
    return onCall.at(time).map(Duty::user).orElse(null);
  }

  private static List<Shift> merged(List<Shift> shifts) {
    List<Shift> merged = new ArrayList<>();
    for (Shift shift : shifts) {
      Shift last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && Objects.equals(last.duty(), shift.duty())) {
        merged.set(merged.size() - 1, new Shift(last.from(), shift.until(), shift.duty()));
      } else {
        merged.add(shift);
      }
    }
    return merged;
  }

  /** Who is on call by counting all handoffs from the first and looking at all windows. */
  private static @Nullable UserId read(Schedule schedule, Instant time) {
    UserId user = null;
    for (Layer layer : schedule.layers()) {
      UserId here = turn(layer.turns(), time, schedule.timeZone());
      if (here != null && isOpen(layer.restrictions(), time, schedule.timeZone())) {
        user = here;
      }
    }
    for (ScheduleOverride each : schedule.overrides()) {
      boolean within = !time.isBefore(each.from()) && time.isBefore(each.until());
      if (within && (each.insteadOf() == null || each.insteadOf().equals(user))) {
        user = each.user();
      }
    }
    return user;
  }

  private static @Nullable UserId turn(Turns turns, Instant time, ZoneId zone) {
    return switch (turns) {
      case FixedTurns fixed ->
          fixed.turns().stream()
              .filter(turn -> !time.isBefore(turn.from()) && time.isBefore(turn.until()))
              .map(Turn::user)
              .findFirst()
              .orElse(null);
      case Rotation rotation -> counted(rotation, time, zone);
    };
  }

  private static @Nullable UserId counted(Rotation rotation, Instant time, ZoneId zone) {
    boolean ended = rotation.end() != null && !time.isBefore(moment(rotation.end(), zone));
    if (ended || time.isBefore(moment(rotation.start(), zone))) {
      return null;
    }
    int number = 0;
    while (!handoff(rotation, number + 1, zone).isAfter(time)) {
      number++;
    }
    return rotation.people().get(number % rotation.people().size());
  }

  private static Instant handoff(Rotation rotation, int number, ZoneId zone) {
    int n = number * rotation.every();
    return switch (rotation.unit()) {
      case HOURS -> moment(rotation.start(), zone).plusSeconds(3600L * n);
      case DAYS -> moment(rotation.start().plusDays(n), zone);
      case WEEKS -> moment(rotation.start().plusWeeks(n), zone);
    };
  }

  private static boolean isOpen(List<Window> windows, Instant time, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(time, zone);
    return windows.isEmpty()
        || windows.stream()
            .anyMatch(
                window ->
                    day.minusDays(9)
                        .datesUntil(day.plusDays(2))
                        .filter(date -> window.beginsOn(date.getDayOfWeek()))
                        .anyMatch(
                            date ->
                                !time.isBefore(moment(date.atTime(window.from()), zone))
                                    && time.isBefore(moment(window.endOf(date), zone))));
  }

  private static Instant moment(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.of(local, zone).withEarlierOffsetAtOverlap().toInstant();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(Zones.ALL);
  }

  @Provide
  Arbitrary<Integer> rounds() {
    return Arbitraries.integers().between(1, 20);
  }

  /** Many are in the nights in which some clocks are put. */
  @Provide
  Arbitrary<Instant> moments() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, MINUTES);
    Arbitrary<Integer> changes =
        Arbitraries.of(
                "2026-03-07T12:00", "2026-03-28T12:00", "2026-04-04T00:00", "2026-10-03T00:00")
            .map(text -> (int) Duration.between(BEGIN, LocalDateTime.parse(text)).toMinutes())
            .flatMap(start -> Arbitraries.integers().between(start, start + 36 * 60));
    return Arbitraries.oneOf(any, changes).map(OnCallPropertiesTest::utc);
  }

  private static Instant utc(int minutes) {
    return BEGIN.plusMinutes(minutes).toInstant(ZoneOffset.UTC);
  }

  @Provide
  Arbitrary<Duration> lengths() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(1, 60 * 24 * 2),
            Arbitraries.integers().between(1, 60 * 24 * 60))
        .map(Duration::ofMinutes);
  }

  @Provide
  Arbitrary<LocalTime> nightTimes() {
    return Arbitraries.integers()
        .between(0, 240)
        .map(minute -> LocalTime.MIDNIGHT.plusMinutes(minute));
  }

  /** Many are in the hour that is left out or comes twice. */
  private static Arbitrary<LocalTime> times() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 95), Arbitraries.integers().between(5, 13))
        .map(quarter -> LocalTime.MIDNIGHT.plusMinutes(quarter * 15L));
  }

  @Provide
  Arbitrary<Rotation> rotations() {
    Arbitrary<LocalDateTime> starts =
        Combinators.combine(Arbitraries.integers().between(-100, 250), times())
            .as((day, time) -> BEGIN.toLocalDate().plusDays(day).atTime(time));
    Arbitrary<@Nullable Integer> ends =
        Arbitraries.integers().between(1, 60 * 24 * 100).injectNull(0.7);
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.of(Rotation.Unit.class),
            starts,
            ends,
            Arbitraries.of(People.ALL).list().ofMinSize(1).ofMaxSize(6))
        .as(
            (every, unit, start, end, people) ->
                new Rotation(
                    every, unit, start, end == null ? null : start.plusMinutes(end), people));
  }

  private static Arbitrary<FixedTurns> fixed() {
    return Combinators.combine(
            Arbitraries.integers().between(0, MINUTES),
            Arbitraries.integers().between(1, 10_000),
            Arbitraries.of(People.ALL))
        .as((from, length, user) -> new Turn(utc(from), utc(from + length), user))
        .list()
        .ofMaxSize(20)
        .map(FixedTurns::of);
  }

  private static Arbitrary<Window> windows() {
    Arbitrary<Window> daily =
        Combinators.combine(
                Arbitraries.of(DayOfWeek.class).list().ofMinSize(1).ofMaxSize(7), times(), times())
            .as(Window.Daily::new);
    Arbitrary<DayOfWeek> day = Arbitraries.of(DayOfWeek.class);
    Arbitrary<Window> weekly =
        Combinators.combine(day, times(), day, times()).as(Window.Weekly::new);
    return Arbitraries.oneOf(daily, weekly);
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<Turns> turns =
        Arbitraries.frequencyOf(
            Tuple.of(4, rotations().map(it -> (Turns) it)),
            Tuple.of(1, fixed().map(it -> (Turns) it)));
    Arbitrary<Layer> layers =
        Combinators.combine(turns, windows().list().ofMaxSize(2))
            .as((each, restrictions) -> new Layer("L", each, restrictions));
    Arbitrary<ScheduleOverride> overrides =
        Combinators.combine(
                Arbitraries.integers().between(0, MINUTES),
                Arbitraries.integers().between(1, 20_000),
                Arbitraries.of(People.ALL),
                Arbitraries.of(People.ALL).injectNull(0.5))
            .as(
                (from, length, user, insteadOf) ->
                    new ScheduleOverride(
                        OverrideId.create(),
                        user,
                        utc(from),
                        utc(from + length),
                        insteadOf,
                        People.AUTHOR));
    return Combinators.combine(zones(), layers.list().ofMaxSize(3), overrides.list().ofMaxSize(5))
        .as((zone, each, changes) -> new Schedule("S", null, zone, each, changes));
  }
}
