package dev.tocsin.oncall.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.Turn;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars as Google, Outlook, PagerDuty and people with an editor write them. */
class CalendarImportTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
  private static final UserId ANN = new UserId(new UUID(1, 1));
  private static final UserId BOB = new UserId(new UUID(1, 2));
  private static final Map<String, UserId> PEOPLE =
      Map.of("ann@example.com", ANN, "ann smith", ANN, "bob@example.com", BOB, "bob", BOB);

  private static Optional<UserId> find(String candidate) {
    return Optional.ofNullable(PEOPLE.get(candidate.toLowerCase(Locale.ROOT)));
  }

  private static CalendarImport.Imported read(String text) {
    return CalendarImport.read(text.replace("\n", "\r\n"), BERLIN, NOW, CalendarImportTest::find);
  }

  private static String calendar(String... events) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n"
        + String.join("", events)
        + "END:VCALENDAR\n";
  }

  private static String event(String... lines) {
    return "BEGIN:VEVENT\nUID:1@example.com\nDTSTAMP:20260101T000000Z\n"
        + String.join("\n", lines)
        + "\nEND:VEVENT\n";
  }

  private static List<String> shifts(CalendarImport.Imported imported) {
    return imported.turns().turns().stream()
        .map(turn -> local(turn.from()) + " " + local(turn.until()) + " " + name(turn))
        .toList();
  }

  private static LocalDateTime local(Instant moment) {
    return LocalDateTime.ofInstant(moment, BERLIN);
  }

  private static String name(Turn turn) {
    return turn.user().equals(ANN) ? "Ann" : "Bob";
  }

  private static String why(CalendarImport.Imported imported) {
    assertThat(imported.problems()).hasSize(1);
    return imported.problems().getFirst().message();
  }

  @Test
  void readsWhatAnOnCallServiceExports() {
    CalendarImport.Imported imported =
        read(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//PagerDuty//NONSGML On-Call Schedule//EN
            X-WR-CALNAME:On Call Schedule for Platform
            METHOD:PUBLISH
            BEGIN:VEVENT
            UID:Q1AAAA
            DTSTAMP:20260320T000000Z
            DTSTART;VALUE=DATE-TIME:20260323T080000Z
            DTEND;VALUE=DATE-TIME:20260330T070000Z
            SUMMARY:On Call - Ann Smith - Platform
            ATTENDEE;CN="Smith, Ann":mailto:ANN@example.com
            URL:https://example.com/schedules/1
            END:VEVENT
            BEGIN:VEVENT
            UID:Q1BBBB
            DTSTAMP:20260320T000000Z
            DTSTART;VALUE=DATE-TIME:20260330T070000Z
            DTEND;VALUE=DATE-TIME:20260406T070000Z
            SUMMARY:On Call - Bob - Plat
             form
            END:VEVENT
            END:VCALENDAR
            """);
    assertThat(shifts(imported))
        .containsExactly(
            "2026-03-23T09:00 2026-03-30T09:00 Ann", "2026-03-30T09:00 2026-04-06T09:00 Bob");
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.unknownPeople()).isEmpty();
    assertThat(imported.completeUntil()).isNull();
  }

  @Test
  void aDailyShiftStaysByTheClockWhenTheClocksArePut() {
    CalendarImport.Imported imported =
        read(
            calendar(
                event(
                    "DTSTART;TZID=Europe/Berlin:20260328T090000",
                    "DTEND;TZID=Europe/Berlin:20260329T090000",
                    "RRULE:FREQ=DAILY;COUNT=3",
                    "SUMMARY:Bob")));
    assertThat(shifts(imported))
        .containsExactly(
            "2026-03-28T09:00 2026-03-29T09:00 Bob",
            "2026-03-29T09:00 2026-03-30T09:00 Bob",
            "2026-03-30T09:00 2026-03-31T09:00 Bob");
  }

  @Test
  void aDurationInHoursIsOfHoursThatPassAndOneInDaysOfDays() {
    assertThat(
            shifts(
                read(
                    calendar(
                        event(
                            "DTSTART;TZID=Europe/Berlin:20260328T200000",
                            "DURATION:PT12H",
                            "SUMMARY:Bob"),
                        event(
                            "DTSTART;TZID=Europe/Berlin:20261024T200000",
                            "DURATION:P1DT1H",
                            "SUMMARY:Bob")))))
        .containsExactly(
            "2026-03-28T20:00 2026-03-29T09:00 Bob", "2026-10-24T20:00 2026-10-25T21:00 Bob");
  }

  @Test
  void aWeeklyRuleOfGoogleHasItsExceptionsAndChangedDays() {
    CalendarImport.Imported imported =
        read(
            calendar(
                event(
                    "DTSTART;TZID=Europe/Berlin:20260323T180000",
                    "DTEND;TZID=Europe/Berlin:20260323T220000",
                    "RRULE:FREQ=WEEKLY;UNTIL=20260415T160000Z;BYDAY=MO,WE",
                    "EXDATE;TZID=Europe/Berlin:20260401T180000,20260406T180000",
                    "EXDATE;VALUE=DATE:20260408",
                    "SUMMARY:Evening: Ann Smith"),
                event(
                    "RECURRENCE-ID;TZID=Europe/Berlin:20260330T180000",
                    "DTSTART;TZID=Europe/Berlin:20260331T190000",
                    "DTEND;TZID=Europe/Berlin:20260331T230000",
                    "SUMMARY:Evening: Bob"),
                event(
                    "RECURRENCE-ID:20260413T160000Z",
                    "DTSTART;TZID=Europe/Berlin:20260413T180000",
                    "DTEND;TZID=Europe/Berlin:20260413T220000",
                    "STATUS:CANCELLED",
                    "SUMMARY:Evening: Ann Smith")));
    assertThat(shifts(imported))
        .containsExactly(
            "2026-03-23T18:00 2026-03-23T22:00 Ann",
            "2026-03-25T18:00 2026-03-25T22:00 Ann",
            "2026-03-31T19:00 2026-03-31T23:00 Bob",
            "2026-04-15T18:00 2026-04-15T22:00 Ann");
    assertThat(imported.completeUntil()).isNull();
  }

  @Test
  void wholeDaysAreThoseOfTheSchedule() {
    assertThat(
            shifts(
                read(
                    calendar(
                        event(
                            "DTSTART;VALUE=DATE:20260328",
                            "DTEND;VALUE=DATE:20260330",
                            "SUMMARY:Bob"),
                        event("DTSTART;VALUE=DATE:20260401", "SUMMARY:Bob")))))
        .containsExactly(
            "2026-03-28T00:00 2026-03-30T00:00 Bob", "2026-04-01T00:00 2026-04-02T00:00 Bob");
  }

  @ParameterizedTest
  @CsvSource({
    "W. Europe Standard Time, 2026-04-01T09:00",
    "Eastern Standard Time, 2026-04-01T15:00",
    "/freeassociation.sourceforge.net/America/New_York, 2026-04-01T15:00",
    "America/Argentina/Buenos_Aires, 2026-04-01T14:00",
    "UTC, 2026-04-01T11:00",
    "Our Office, 2026-04-01T10:00",
  })
  void timeZonesAreKnownByTheNamesThatProgramsGiveThem(String zone, String local) {
    String zones =
        """
        BEGIN:VTIMEZONE
        TZID:Our Office
        X-LIC-LOCATION:Europe/London
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=SECONDLY
        END:STANDARD
        END:VTIMEZONE
        """;
    assertThat(
            shifts(
                read(
                    calendar(
                        zones,
                        event(
                            "DTSTART;TZID=\"" + zone + "\":20260401T090000",
                            "DURATION:PT1H",
                            "SUMMARY:Bob")))))
        .singleElement()
        .asString()
        .startsWith(local);
  }

  @Test
  void everyNameOfWindowsIsAZone() throws Exception {
    var names = new Properties();
    try (var file = CalendarZones.class.getResourceAsStream("windows-zones.properties")) {
      names.load(file);
    }
    assertThat(names).hasSizeGreaterThan(100);
    var zones = new CalendarZones(BERLIN, Map.of());
    for (String name : names.stringPropertyNames()) {
      assertThat(zones.named(name.replace('_', ' '))).isNotNull();
    }
  }

  @Test
  void aRuleWithoutEndIsWrittenOutForThreeYears() {
    CalendarImport.Imported imported =
        read(
            calendar(
                event(
                    "DTSTART;TZID=Europe/Berlin:20180101T090000",
                    "DTEND;TZID=Europe/Berlin:20180108T090000",
                    "RRULE:FREQ=WEEKLY;INTERVAL=2",
                    "SUMMARY:Bob"),
                event(
                    "DTSTART;TZID=Europe/Berlin:20180108T090000",
                    "DTEND;TZID=Europe/Berlin:20180115T090000",
                    "RRULE:FREQ=WEEKLY;INTERVAL=2",
                    "SUMMARY:Ann Smith")));
    assertThat(imported.completeUntil()).isEqualTo(Instant.parse("2029-03-20T12:00:00Z"));
    List<Turn> turns = imported.turns().turns();
    assertThat(turns.getFirst().until()).isAfter(Instant.parse("2026-02-17T12:00:00Z"));
    assertThat(turns.getFirst().from()).isBefore(Instant.parse("2026-02-17T12:00:00Z"));
    assertThat(turns).hasSizeBetween(161, 163);
    for (int i = 1; i < turns.size(); i++) {
      assertThat(turns.get(i).from()).isEqualTo(turns.get(i - 1).until());
      assertThat(local(turns.get(i).from()).getHour()).isEqualTo(9);
      assertThat(turns.get(i).user()).isNotEqualTo(turns.get(i - 1).user());
    }
  }

  @Test
  void moreThanALayerTakesIsCutOffAndSaid() {
    CalendarImport.Imported imported =
        read(
            calendar(
                event(
                    "DTSTART:20260320T120000Z",
                    "DURATION:PT2H",
                    "RRULE:FREQ=HOURLY;INTERVAL=4",
                    "SUMMARY:Bob")));
    assertThat(imported.turns().turns()).hasSize(2_000);
    assertThat(imported.completeUntil()).isEqualTo(NOW.plus(Duration.ofHours(8_000)));
  }

  @Test
  void whoIsNotKnownIsReportedAndTheirShiftsAreLeftOut() {
    CalendarImport.Imported imported =
        read(
            calendar(
                event("DTSTART:20260401T090000Z", "DURATION:PT1H", "SUMMARY:On call\\, Zoe"),
                event("DTSTART:20260402T090000Z", "DURATION:PT1H", "SUMMARY:On call - Bob"),
                event(
                    "DTSTART:20260403T090000Z",
                    "DURATION:PT1H",
                    "ATTENDEE:mailto:eve@example.com",
                    "SUMMARY:On call")));
    assertThat(shifts(imported)).hasSize(1);
    assertThat(imported.unknownPeople()).containsExactly("On call, Zoe", "eve@example.com");
  }

  @Test
  void anAddressGoesBeforeANameInTheTitle() {
    assertThat(
            shifts(
                read(
                    calendar(
                        event(
                            "DTSTART:20260401T090000Z",
                            "DURATION:PT1H",
                            "ATTENDEE;ROLE=REQ-PARTICIPANT:MAILTO:bob@example.com",
                            "SUMMARY:Ann Smith")))))
        .singleElement()
        .asString()
        .endsWith("Bob");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DTSTART:yesterday\\nDURATION:PT1H                    | It has a time that cannot be read.
          DTSTART:99990101T000000\\nDURATION:PT1H              | It has a time that is not from 1970 to 2199.
          DTSTART;TZID=Moon:20260401T090000\\nDURATION:PT1H    | Its time zone "Moon" is not known; use one such as Europe/Berlin.
          DTSTART:20260401T090000Z                             | It has no end.
          DURATION:PT1H                                        | It has no DTSTART.
          DTSTART:20260401T090000Z\\nDURATION:-PT1H            | Its DURATION cannot be read.
          DTSTART:20260401T090000Z\\nDURATION:P                | It ends before it begins, or at once.
          DTSTART:20260401T090000Z\\nDTEND:20260401T090000Z    | It ends before it begins, or at once.
          DTSTART:20260401T090000Z\\nDTEND:20270601T090000Z    | It is longer than a year.
          DTSTART:20260401T090000Z\\nDURATION:PT1H\\nRRULE:FREQ=SOMETIMES | Its RRULE cannot be read.
          DTSTART:20260401T090000Z\\nDURATION:PT1H\\nRRULE:FREQ=MINUTELY  | It comes more often than each hour.
          DTSTART:20260401T090000Z\\nDURATION:PT1H\\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 | Its RRULE gives no date, or too few to be found.
          DTSTART:20260401T090000Z\\nDURATION:PT1H\\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40 | It comes too often on one day.
          DTSTART:20260401T090000Z\\nDURATION:PT1H\\nEXRULE:FREQ=DAILY | It has an EXRULE, which is not read; list days in EXDATE.
          """)
  void anEventThatCannotBeTakenIsLeftOutAndSaidWhy(String lines, String message) {
    CalendarImport.Imported imported =
        read(
            calendar(
                event(lines.replace("\\n", "\n"), "SUMMARY:Broken, Bob"),
                event("DTSTART:20260402T090000Z", "DURATION:PT1H", "SUMMARY:Bob")));
    assertThat(why(imported)).isEqualTo(message);
    assertThat(imported.problems().getFirst().event()).isEqualTo("Broken, Bob");
    assertThat(shifts(imported)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "BEGIN:VCARD\nEND:VCARD\n", "<html></html>"})
  void whatIsNoCalendarIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no iCalendar");
  }

  @Test
  void aCalendarThatIsCutOffInTheMiddleDoesNoHarm() {
    String whole = calendar(event("DTSTART:20260402T090000Z", "DURATION:PT1H", "SUMMARY:Bob"));
    for (int length = "BEGIN:VCALENDAR\n".length(); length < whole.length(); length++) {
      assertThat(read(whole.substring(0, length)).turns().turns()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void tooManyEventsAndTooLongTextsAreRefused() {
    String one = event("DTSTART:20260402T090000Z", "DURATION:PT1H", "SUMMARY:Bob");
    assertThatThrownBy(() -> read(calendar(one.repeat(2_001))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2000 events");
    assertThatThrownBy(() -> read(calendar("X-A:" + "a".repeat(1 << 20) + "\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a million characters");
  }

  @Test
  void aCalendarThatIsMadeToTakeLongDoesNot() {
    List<String> rules =
        List.of(
            "FREQ=HOURLY",
            "FREQ=HOURLY;COUNT=2000000000",
            "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=400",
            "FREQ=HOURLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    for (String rule : rules) {
      String events =
          IntStream.range(0, 2_000)
              .mapToObj(
                  i ->
                      event(
                          "DTSTART:197001%02dT000000Z".formatted(i % 28 + 1),
                          "DURATION:PT1M",
                          "RRULE:" + rule,
                          "SUMMARY:Zoe"))
              .collect(Collectors.joining());
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            try {
              assertThat(read(calendar(events)).problems()).isNotEmpty();
            } catch (InvalidInputException tooMany) {
              assertThat(tooMany).hasMessageContaining("10,000 shifts");
            }
          },
          rule);
    }
  }

  @Test
  void whatIsMadeOfACalendarIsBounded() {
    String events =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    event(
                        "DTSTART:20260%d%02dT000000Z".formatted(i % 5 + 4, i % 28 + 1),
                        "DURATION:PT1H",
                        "SUMMARY:Person " + i))
            .collect(Collectors.joining());
    assertThat(Set.copyOf(read(calendar(events)).unknownPeople())).hasSize(50);
  }
}
