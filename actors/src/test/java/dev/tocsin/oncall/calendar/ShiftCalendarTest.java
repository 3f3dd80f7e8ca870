package dev.tocsin.oncall.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.oncall.FixedTurns;
import dev.tocsin.oncall.Layer;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Rotation;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.Shift;
import dev.tocsin.oncall.Turn;
import dev.tocsin.tenancy.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Shifts as a phone's calendar subscribes to them. */
class ShiftCalendarTest {
  private static final UUID ID = new UUID(5, 5);
  private static final UserId ANN = new UserId(new UUID(1, 1));
  private static final UserId BOB = new UserId(new UUID(1, 2));
  private static final Instant STAMP = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Instant FROM = Instant.parse("2026-03-25T00:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(14));
  private static final Map<UserId, String> NAMES = Map.of(ANN, "Ann; Smith", BOB, "Bób 田中 😀");

  private static Schedule schedule(String name) {
    var weekly =
        new Rotation(
            1,
            Rotation.Unit.WEEKS,
            LocalDateTime.parse("2026-01-05T09:00"),
            null,
            List.of(ANN, BOB));
    return new Schedule(
        name,
        null,
        ZoneId.of("Europe/Berlin"),
        List.of(new Layer("Primary", weekly, List.of())),
        List.of());
  }

  private static String export(Instant from, Instant until) {
    return ShiftCalendar.ofSchedule(ID, schedule("Platform"), from, until, STAMP, NAMES::get);
  }

  private static List<String> all(String calendar, String property) {
    return Pattern.compile("(?m)^" + property + ":(.*?)\r?$")
        .matcher(calendar.replace("\r\n ", ""))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void isACalendarOfWholeShifts() {
    String calendar = export(FROM, UNTIL);
    assertThat(calendar)
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tocsin//On-call//EN\r\n")
        .endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n");
    assertThat(all(calendar, "DTSTART"))
        .containsExactly("20260323T080000Z", "20260330T070000Z", "20260406T070000Z");
    assertThat(all(calendar, "DTEND"))
        .containsExactly("20260330T070000Z", "20260406T070000Z", "20260413T070000Z");
    assertThat(all(calendar, "DTSTAMP")).containsOnly("20260301T100000Z");
    assertThat(all(calendar, "SUMMARY"))
        .containsExactly("Bób 田中 😀 (Platform)", "Ann\\; Smith (Platform)", "Bób 田中 😀 (Platform)");
  }

  @Test
  void aShiftKeepsItsUidWheneverItIsRead() {
    List<String> uids = all(export(FROM, UNTIL), "UID");
    assertThat(uids).hasSize(3).doesNotHaveDuplicates();
    assertThat(all(export(FROM.plus(Duration.ofDays(2)), UNTIL), "UID")).isEqualTo(uids);
    assertThat(all(export(FROM.plus(Duration.ofDays(7)), UNTIL), "UID"))
        .isEqualTo(uids.subList(1, 3));
    assertThat(export(FROM, UNTIL)).isEqualTo(export(FROM, UNTIL));
  }

  @Test
  void onePersonsShiftsOfAllSchedulesNameNobodyElse() {
    Map<UUID, Schedule> schedules = new TreeMap<>();
    schedules.put(ID, schedule("Platform, first"));
    schedules.put(new UUID(5, 6), schedule("Data"));
    String calendar = ShiftCalendar.ofPerson("On call", ANN, schedules, FROM, UNTIL, STAMP);
    assertThat(all(calendar, "SUMMARY"))
        .containsExactly("On call: Platform\\, first", "On call: Data");
    assertThat(all(calendar, "UID")).hasSize(2).doesNotHaveDuplicates();
    assertThat(calendar).doesNotContain("Smith").doesNotContain(BOB.toString());
  }

  @Test
  void noLineIsLongerThan75BytesAndNoCharacterIsCut() {
    for (int i = 0; i < 80; i++) {
      String name = "x".repeat(i) + "田😀".repeat(40);
      String calendar =
          ShiftCalendar.ofSchedule(ID, schedule("P"), FROM, UNTIL, STAMP, user -> name);
      for (String line : calendar.split("\r\n")) {
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
        assertThat(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .isEqualTo(line);
      }
      assertThat(all(calendar, "SUMMARY")).containsOnly(name + " (P)");
    }
  }

  @Test
  void aNameCannotAddLines() {
    String calendar =
        ShiftCalendar.ofSchedule(
            ID, schedule("P\nEND:VCALENDAR"), FROM, UNTIL, STAMP, user -> "A\r\nUID:1\u2028B");
    assertThat(all(calendar, "UID")).hasSize(3);
    assertThat(all(calendar, "SUMMARY")).containsOnly("A UID:1 B (P END:VCALENDAR)");
  }

  @Test
  void whatIsExportedCanBeImported() {
    String calendar = export(FROM, UNTIL);
    CalendarImport.Imported imported =
        CalendarImport.read(
            calendar,
            ZoneId.of("America/New_York"),
            FROM,
            name ->
                NAMES.entrySet().stream()
                    .filter(each -> name.startsWith(each.getValue().split(" ")[0].strip()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .or(Optional::empty));
    List<Turn> expected =
        new OnCall(schedule("Platform"))
            .wholeShifts(FROM, UNTIL).stream().map(ShiftCalendarTest::turn).toList();
    assertThat(imported.turns()).isEqualTo(new FixedTurns(expected));
  }

  private static Turn turn(Shift shift) {
    return new Turn(shift.from(), shift.until(), Objects.requireNonNull(shift.user()));
  }
}
