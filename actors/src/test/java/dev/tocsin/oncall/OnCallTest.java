package dev.tocsin.oncall;

import static dev.tocsin.oncall.People.ANN;
import static dev.tocsin.oncall.People.AUTHOR;
import static dev.tocsin.oncall.People.BOB;
import static dev.tocsin.oncall.People.CARL;
import static dev.tocsin.oncall.People.DORA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.UserId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is on call, in the words of the people who are. The first of June 2026 is a Monday. */
class OnCallTest {
  private static final List<DayOfWeek> EVERY_DAY = List.of(DayOfWeek.values());

  private static Rotation rotation(int every, Rotation.Unit unit, String start, UserId... people) {
    return new Rotation(every, unit, LocalDateTime.parse(start), null, List.of(people));
  }

  private static Rotation weekly(UserId... people) {
    return rotation(1, Rotation.Unit.WEEKS, "2026-06-01T09:00", people);
  }

  private static Schedule schedule(ZoneId zone, Layer... layers) {
    return new Schedule("Platform", null, zone, List.of(layers), List.of());
  }

  private static Schedule schedule(Turns turns, Window... restrictions) {
    return schedule(Zones.BERLIN, layer(turns, restrictions));
  }

  private static Layer layer(Turns turns, Window... restrictions) {
    return new Layer("Primary", turns, List.of(restrictions));
  }

  private static Window.Daily daily(String from, String until) {
    return new Window.Daily(EVERY_DAY, LocalTime.parse(from), LocalTime.parse(until));
  }

  private static ScheduleOverride override(
      UserId user, String from, String until, @Nullable UserId insteadOf) {
    return new ScheduleOverride(
        OverrideId.create(), user, berlin(from), berlin(until), insteadOf, AUTHOR);
  }

  private static Instant berlin(String local) {
    return at(local, Zones.BERLIN);
  }

  private static Instant at(String local, ZoneId zone) {
    return LocalDateTime.parse(local).atZone(zone).toInstant();
  }

  private static @Nullable UserId who(Schedule schedule, String local) {
    return new OnCall(schedule).at(at(local, schedule.timeZone())).map(Duty::user).orElse(null);
  }

  /** The local times at which shifts begin, and of whom they are. */
  private static List<String> shifts(Schedule schedule, String from, String until) {
    ZoneId zone = schedule.timeZone();
    return new OnCall(schedule)
        .timeline(at(from, zone), at(until, zone)).stream()
            .map(shift -> LocalDateTime.ofInstant(shift.from(), zone) + " " + name(shift.user()))
            .toList();
  }

  private static String name(@Nullable UserId user) {
    return user == null ? "nobody" : List.of("Ann", "Bob", "Carl", "Dora").get(index(user));
  }

  private static int index(UserId user) {
    return People.ALL.indexOf(user);
  }

  @Test
  void aWeeklyRotationHandsOverEachWeekAtTheSameTime() {
    assertThat(shifts(schedule(weekly(ANN, BOB)), "2026-06-01T00:00", "2026-06-16T00:00"))
        .containsExactly(
            "2026-06-01T00:00 nobody",
            "2026-06-01T09:00 Ann",
            "2026-06-08T09:00 Bob",
            "2026-06-15T09:00 Ann");
  }

  @Test
  void aHandoffIsTheFirstMomentOfTheNextPerson() {
    Schedule schedule = schedule(weekly(ANN, BOB));
    assertThat(who(schedule, "2026-06-08T08:59:59.999999999")).isEqualTo(ANN);
    assertThat(who(schedule, "2026-06-08T09:00")).isEqualTo(BOB);
    assertThat(who(schedule, "2026-06-01T08:59:59")).isNull();
  }

  @Test
  void aDailyHandoffAtNineStaysAtNineWhenTheClocksArePut() {
    Turns daily = rotation(1, Rotation.Unit.DAYS, "2026-03-27T09:00", ANN, BOB);
    assertThat(shifts(schedule(daily), "2026-03-28T09:00", "2026-03-31T09:00"))
        .containsExactly("2026-03-28T09:00 Bob", "2026-03-29T09:00 Ann", "2026-03-30T09:00 Bob");
    assertThat(shifts(schedule(daily), "2026-10-24T09:00", "2026-10-27T09:00"))
        .containsExactly("2026-10-24T09:00 Bob", "2026-10-25T09:00 Ann", "2026-10-26T09:00 Bob");
  }

  @Test
  void aHandoffInTheHourThatIsLeftOutIsWhenTheClocksArePut() {
    Turns daily = rotation(1, Rotation.Unit.DAYS, "2026-03-28T02:30", ANN, BOB);
    assertThat(new OnCall(schedule(daily)).nextHandoff(berlin("2026-03-28T12:00")))
        .contains(new Handoff(Instant.parse("2026-03-29T01:00:00Z"), ANN, BOB));
  }

  @Test
  void aHandoffInTheHourThatComesTwiceIsInTheFirst() {
    Turns daily = rotation(1, Rotation.Unit.DAYS, "2026-10-24T02:30", ANN, BOB);
    assertThat(new OnCall(schedule(daily)).nextHandoff(berlin("2026-10-24T12:00")))
        .contains(new Handoff(Instant.parse("2026-10-25T00:30:00Z"), ANN, BOB));
  }

  @Test
  void halfAnHourIsLeftOutOnLordHoweIsland() {
    Turns daily = rotation(1, Rotation.Unit.DAYS, "2026-10-03T02:15", ANN, BOB);
    OnCall onCall = new OnCall(schedule(Zones.LORD_HOWE, layer(daily)));
    assertThat(onCall.nextHandoff(at("2026-10-03T12:00", Zones.LORD_HOWE)))
        .contains(new Handoff(at("2026-10-04T02:30", Zones.LORD_HOWE), ANN, BOB));
    assertThat(onCall.nextHandoff(at("2026-10-04T12:00", Zones.LORD_HOWE)))
        .contains(new Handoff(at("2026-10-05T02:15", Zones.LORD_HOWE), BOB, ANN));
  }

  @Test
  void turnsOfHoursGoByTheHoursThatPass() {
    Turns hours = rotation(12, Rotation.Unit.HOURS, "2026-03-28T08:00", ANN, BOB);
    assertThat(shifts(schedule(hours), "2026-03-28T08:00", "2026-03-29T22:00"))
        .containsExactly(
            "2026-03-28T08:00 Ann",
            "2026-03-28T20:00 Bob",
            "2026-03-29T09:00 Ann",
            "2026-03-29T21:00 Bob");
  }

  @Test
  void aDayThatACountryLeftOutHasNoTurn() {
    Turns daily = rotation(1, Rotation.Unit.DAYS, "2011-12-28T00:00", ANN, BOB, CARL);
    assertThat(
            shifts(
                schedule(ZoneId.of("Pacific/Apia"), layer(daily)),
                "2011-12-28T00:00",
                "2012-01-02T00:00"))
        .containsExactly(
            "2011-12-28T00:00 Ann",
            "2011-12-29T00:00 Bob",
            "2011-12-31T00:00 Ann",
            "2012-01-01T00:00 Bob");
  }

  @Test
  void nobodyIsOnCallFromTheEndOfARotation() {
    var ending =
        new Rotation(
            1,
            Rotation.Unit.WEEKS,
            LocalDateTime.parse("2026-06-01T09:00"),
            LocalDateTime.parse("2026-06-10T12:00"),
            List.of(ANN, BOB));
    assertThat(shifts(schedule(ending), "2026-06-02T00:00", "2026-07-01T00:00"))
        .containsExactly("2026-06-02T00:00 Ann", "2026-06-08T09:00 Bob", "2026-06-10T12:00 nobody");
  }

  @Test
  void aNightWindowReachesIntoTheNextMorning() {
    Schedule nights = schedule(weekly(ANN, BOB), daily("22:00", "06:00"));
    assertThat(shifts(nights, "2026-06-02T12:00", "2026-06-03T12:00"))
        .containsExactly(
            "2026-06-02T12:00 nobody", "2026-06-02T22:00 Ann", "2026-06-03T06:00 nobody");
    assertThat(who(nights, "2026-06-03T05:59")).isEqualTo(ANN);
    assertThat(who(nights, "2026-06-03T06:00")).isNull();
  }

  @Test
  void aWeeklyWindowMayGoOverTheEndOfTheWeek() {
    var weekend =
        new Window.Weekly(
            DayOfWeek.FRIDAY, LocalTime.of(17, 0), DayOfWeek.MONDAY, LocalTime.of(9, 0));
    assertThat(shifts(schedule(weekly(ANN, BOB), weekend), "2026-06-04T00:00", "2026-06-10T00:00"))
        .containsExactly(
            "2026-06-04T00:00 nobody", "2026-06-05T17:00 Ann", "2026-06-08T09:00 nobody");
  }

  @Test
  void windowsThatTouchAreOne() {
    Schedule schedule = schedule(weekly(ANN), daily("00:00", "12:00"), daily("12:00", "00:00"));
    assertThat(new OnCall(schedule).gaps(berlin("2026-06-02T00:00"), berlin("2026-06-06T00:00")))
        .isEmpty();
    assertThat(shifts(schedule, "2026-06-02T00:00", "2026-06-06T00:00"))
        .containsExactly("2026-06-02T00:00 Ann");
  }

  @Test
  void aLaterLayerGoesBeforeAnEarlierOneWhereItHasSomebody() {
    Schedule schedule =
        schedule(
            Zones.BERLIN, layer(weekly(ANN, BOB)), layer(weekly(CARL), daily("22:00", "06:00")));
    assertThat(shifts(schedule, "2026-06-02T12:00", "2026-06-03T12:00"))
        .containsExactly("2026-06-02T12:00 Ann", "2026-06-02T22:00 Carl", "2026-06-03T06:00 Ann");
    var onCall = new OnCall(schedule);
    assertThat(onCall.layer(0, berlin("2026-06-02T12:00"), berlin("2026-06-03T12:00")))
        .extracting(Shift::user)
        .containsExactly(ANN);
    assertThat(onCall.layer(1, berlin("2026-06-02T12:00"), berlin("2026-06-03T12:00")))
        .extracting(Shift::user)
        .containsExactly(null, CARL, null);
  }

  @Test
  void theAnswerSaysWhichLayerOrOverrideSaysSo() {
    ScheduleOverride override = override(DORA, "2026-06-03T00:00", "2026-06-04T00:00", null);
    OnCall onCall = new OnCall(schedule(weekly(ANN, BOB)).withOverrides(List.of(override)));
    assertThat(onCall.at(berlin("2026-06-02T00:00")))
        .contains(
            new Duty(
                ANN,
                new Source.OfLayer(
                    0, "Primary", berlin("2026-06-01T09:00"), berlin("2026-06-08T09:00"))));
    assertThat(onCall.at(berlin("2026-06-03T00:00")))
        .contains(
            new Duty(
                DORA, new Source.OfOverride(override.id(), override.from(), override.until())));
  }

  @Test
  void anOverrideTakesAllLayersAndGapsAlike() {
    Schedule schedule =
        schedule(weekly(ANN, BOB), daily("09:00", "17:00"))
            .withOverrides(List.of(override(DORA, "2026-06-02T12:00", "2026-06-02T20:00", null)));
    assertThat(shifts(schedule, "2026-06-02T10:00", "2026-06-03T00:00"))
        .containsExactly(
            "2026-06-02T10:00 Ann", "2026-06-02T12:00 Dora", "2026-06-02T20:00 nobody");
  }

  @Test
  void anOverrideForSomebodyTakesOnlyTheirHours() {
    Schedule schedule =
        schedule(weekly(ANN, BOB), daily("09:00", "17:00"))
            .withOverrides(List.of(override(DORA, "2026-06-06T00:00", "2026-06-10T00:00", ANN)));
    assertThat(shifts(schedule, "2026-06-07T00:00", "2026-06-08T12:00"))
        .containsExactly(
            "2026-06-07T00:00 nobody",
            "2026-06-07T09:00 Dora",
            "2026-06-07T17:00 nobody",
            "2026-06-08T09:00 Bob");
  }

  @Test
  void whereOverridesMeetTheLaterMadeCounts() {
    Schedule schedule =
        schedule(weekly(ANN, BOB))
            .withOverrides(
                List.of(
                    override(CARL, "2026-06-02T00:00", "2026-06-06T00:00", null),
                    override(DORA, "2026-06-03T00:00", "2026-06-04T00:00", CARL)));
    assertThat(shifts(schedule, "2026-06-02T00:00", "2026-06-07T00:00"))
        .containsExactly(
            "2026-06-02T00:00 Carl",
            "2026-06-03T00:00 Dora",
            "2026-06-04T00:00 Carl",
            "2026-06-06T00:00 Ann");
  }

  @Test
  void twoPeopleSwapTheirShifts() {
    Schedule schedule = schedule(weekly(ANN, BOB, CARL));
    List<Shift> shifts =
        new OnCall(schedule).timeline(berlin("2026-06-01T09:00"), berlin("2026-06-22T09:00"));
    Schedule swapped =
        schedule.withOverrides(ScheduleOverride.swap(shifts.get(0), shifts.get(2), AUTHOR));
    assertThat(shifts(swapped, "2026-06-01T09:00", "2026-06-22T09:00"))
        .containsExactly("2026-06-01T09:00 Carl", "2026-06-08T09:00 Bob", "2026-06-15T09:00 Ann");
    assertThatThrownBy(() -> ScheduleOverride.swap(shifts.get(0), shifts.get(0), AUTHOR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWatchLastsOverTurnsAndOverridesUntilSomebodyElseComes() {
    Schedule schedule =
        schedule(weekly(ANN, ANN, BOB))
            .withOverrides(List.of(override(ANN, "2026-06-15T09:00", "2026-06-15T12:00", null)));
    OnCall onCall = new OnCall(schedule);
    assertThat(onCall.watch(berlin("2026-06-09T00:00")))
        .isEqualTo(new Watch(ANN, berlin("2026-06-01T09:00"), berlin("2026-06-15T12:00"), BOB));
    assertThat(onCall.watchOf(BOB, berlin("2026-06-09T00:00")))
        .contains(new Watch(BOB, berlin("2026-06-15T12:00"), berlin("2026-06-22T09:00"), ANN));
    assertThat(onCall.watchOf(CARL, berlin("2026-06-09T00:00"))).isEmpty();
  }

  @Test
  void aGapSaysWhenItEndsAndWhoComes() {
    OnCall onCall = new OnCall(schedule(weekly(ANN), daily("09:00", "17:00")));
    assertThat(onCall.watch(berlin("2026-06-02T20:00")))
        .isEqualTo(new Watch(null, berlin("2026-06-02T17:00"), berlin("2026-06-03T09:00"), ANN));
  }

  @Test
  void whoIsAloneHasAWatchWithoutEnd() {
    OnCall onCall = new OnCall(schedule(weekly(ANN)));
    assertThat(onCall.nextHandoff(berlin("2026-07-01T00:00"))).isEmpty();
    assertThat(onCall.watch(berlin("2026-07-01T00:00")))
        .isEqualTo(new Watch(ANN, berlin("2026-06-01T09:00"), null, null));
    assertThat(onCall.watch(berlin("2056-07-01T00:00")))
        .isEqualTo(new Watch(ANN, null, null, null));
  }

  @Test
  void anEmptyScheduleIsOneGap() {
    OnCall onCall = new OnCall(schedule(Zones.BERLIN));
    Instant now = berlin("2026-06-01T00:00");
    assertThat(onCall.at(now)).isEmpty();
    assertThat(onCall.gaps(now, now.plusSeconds(60)))
        .containsExactly(new Shift(now, now.plusSeconds(60), null));
    assertThat(onCall.timeline(now, now)).isEmpty();
  }

  @Test
  void shiftsAtTheEndsOfAPageAreKnownWhole() {
    OnCall onCall = new OnCall(schedule(weekly(ANN, BOB), daily("22:00", "06:00")));
    assertThat(onCall.wholeShifts(berlin("2026-06-03T01:00"), berlin("2026-06-03T23:00")))
        .extracting(Shift::from, Shift::until)
        .containsExactly(
            tuple(berlin("2026-06-02T22:00"), berlin("2026-06-03T06:00")),
            tuple(berlin("2026-06-03T22:00"), berlin("2026-06-04T06:00")));
  }

  @Test
  void ofFixedTurnsThatMeetTheOneThatBeginsLaterCounts() {
    FixedTurns turns =
        FixedTurns.of(
            List.of(
                new Turn(berlin("2026-06-01T12:00"), berlin("2026-06-01T13:00"), BOB),
                new Turn(berlin("2026-06-01T09:00"), berlin("2026-06-01T17:00"), ANN),
                new Turn(berlin("2026-06-01T17:00"), berlin("2026-06-01T16:00"), CARL)));
    assertThat(shifts(schedule(turns), "2026-06-01T09:00", "2026-06-01T18:00"))
        .containsExactly(
            "2026-06-01T09:00 Ann",
            "2026-06-01T12:00 Bob",
            "2026-06-01T13:00 Ann",
            "2026-06-01T17:00 nobody");
  }

  @Test
  void askingForTheYear2190CostsNoMoreThanForTomorrow() {
    OnCall onCall =
        new OnCall(schedule(rotation(1, Rotation.Unit.HOURS, "2026-06-01T09:00", ANN, BOB)));
    Instant late = berlin("2190-01-01T00:00");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            assertThat(onCall.at(late.plusSeconds(i))).isPresent();
          }
        });
  }

  @Test
  void overridesOfLongAgoAreForgottenAtTheNextChange() {
    ScheduleOverride old = override(ANN, "2025-01-01T00:00", "2025-01-02T00:00", null);
    ScheduleOverride recent = override(BOB, "2026-01-01T00:00", "2026-01-02T00:00", null);
    ScheduleOverride added = override(CARL, "2026-07-01T00:00", "2026-07-02T00:00", null);
    Schedule schedule = schedule(weekly(ANN)).withOverrides(List.of(old, recent));
    Instant now = berlin("2026-06-01T00:00");
    assertThat(schedule.with(added, now).overrides()).containsExactly(recent, added);
    assertThat(schedule.with(added, now).without(recent.id(), now).overrides())
        .containsExactly(added);
    assertThat(schedule(weekly(BOB)).withOverridesOf(schedule, now).overrides())
        .containsExactly(recent);
  }

  @Test
  void moreThanFiveHundredOverridesAreRefused() {
    ScheduleOverride one = override(ANN, "2026-07-01T00:00", "2026-07-02T00:00", null);
    List<ScheduleOverride> many =
        new ArrayList<>(IntStream.range(0, 500).mapToObj(i -> one).toList());
    Schedule full = schedule(weekly(ANN)).withOverrides(many);
    assertThatThrownBy(() -> full.with(one, berlin("2026-06-01T00:00")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("500 overrides");
  }

  @Test
  void knowsEverybodyWhomItNames() {
    Schedule schedule =
        schedule(weekly(ANN, BOB))
            .withOverrides(List.of(override(CARL, "2026-06-02T00:00", "2026-06-03T00:00", DORA)));
    assertThat(schedule.people()).containsExactly(ANN, BOB, CARL, DORA);
  }
}
