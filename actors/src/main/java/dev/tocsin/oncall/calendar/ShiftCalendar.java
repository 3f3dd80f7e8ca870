package dev.tocsin.oncall.calendar;

import dev.tocsin.Ids;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Shifts as an iCalendar that other programs subscribe to. A shift keeps its UID from one reading
 * to the next and is written whole where it reaches beyond the time asked for. It says nothing of
 * people but the names that it is given. The same questions give the same bytes.
 */
public final class ShiftCalendar {
  public static final String MEDIA_TYPE = "text/calendar; charset=utf-8";

  private final CalendarText text = new CalendarText();
  private final Instant stamp;

  private ShiftCalendar(String name, Instant stamp) {
    this.stamp = stamp;
    text.line("BEGIN", "VCALENDAR")
        .line("VERSION", "2.0")
        .line("PRODID", "-//Tocsin//On-call//EN")
        .line("CALSCALE", "GREGORIAN")
        .line("METHOD", "PUBLISH")
        .words("X-WR-CALNAME", name)
        .line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        .line("X-PUBLISHED-TTL", "PT1H");
  }

  /**
   * Everybody's shifts of one schedule.
   *
   * @param stamp when the schedule was last changed
   * @param names what a person is called in it
   */
  public static String ofSchedule(
      UUID id,
      Schedule schedule,
      Instant from,
      Instant until,
      Instant stamp,
      Function<UserId, String> names) {
    var calendar = new ShiftCalendar(schedule.name(), stamp);
    for (Shift shift : new OnCall(schedule).wholeShifts(from, until)) {
      UserId user = shift.user();
      if (user != null) {
        calendar.add(id, shift, user, names.apply(user) + " (" + schedule.name() + ")");
      }
    }
    return calendar.end();
  }

  /**
   * One person's shifts in all schedules.
   *
   * @param name of the calendar
   * @param schedules by their ids, in the order in which they are written
   * @param stamp when one of the schedules was last changed
   */
  public static String ofPerson(
      String name,
      UserId person,
      Map<UUID, Schedule> schedules,
      Instant from,
      Instant until,
      Instant stamp) {
    var calendar = new ShiftCalendar(name, stamp);
    schedules.forEach(
        (id, schedule) -> {
          if (schedule.people().contains(person)) {
            new OnCall(schedule)
                .wholeShifts(from, until).stream()
                    .filter(shift -> person.equals(shift.user()))
                    .forEach(
                        shift -> calendar.add(id, shift, person, "On call: " + schedule.name()));
          }
        });
    return calendar.end();
  }

  private void add(UUID schedule, Shift shift, UserId user, String summary) {
    UUID id = Ids.derive(schedule, "on-call shift", shift.from() + " " + user);
    text.line("BEGIN", "VEVENT")
        .line("UID", id.toString())
        .moment("DTSTAMP", stamp)
        .moment("DTSTART", shift.from())
        .moment("DTEND", shift.until())
        .words("SUMMARY", summary)
        // who is on call may still be invited to a meeting
        .line("TRANSP", "TRANSPARENT")
        .line("END", "VEVENT");
  }

  private String end() {
    return text.line("END", "VCALENDAR").toString();
  }
}
