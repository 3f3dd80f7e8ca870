package dev.tocsin.oncall.calendar;

import com.github.mangstadt.vinnie.VObjectProperty;
import dev.tocsin.oncall.LocalMoment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A time in a calendar.
 *
 * @param wholeDay whether it names a day only
 */
record EventTime(LocalDateTime local, ZoneId zone, boolean wholeDay) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final int EARLIEST_YEAR = 1970;
  private static final int LATEST_YEAR = 2199;

  Instant moment() {
    return LocalMoment.of(local, zone);
  }

  LocalDateTime localIn(ZoneId other) {
    return zone.equals(other) ? local : LocalDateTime.ofInstant(moment(), other);
  }

  static EventTime of(VObjectProperty property, CalendarZones zones) throws NotUnderstoodException {
    return of(property.getValue().strip(), zone(property, zones));
  }

  /** Of a property that lists several. */
  static List<EventTime> all(VObjectProperty property, CalendarZones zones)
      throws NotUnderstoodException {
    ZoneId zone = zone(property, zones);
    List<EventTime> times = new ArrayList<>();
    for (String text : property.getValue().split(",")) {
      times.add(of(text.strip(), zone));
    }
    return times;
  }

  static EventTime of(String text, ZoneId zone) throws NotUnderstoodException {
    try {
      if (text.length() == 8) {
        var day = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        return inBounds(new EventTime(day.atStartOfDay(), zone, true));
      }
      boolean utc = text.endsWith("Z") || text.endsWith("z");
      String local = utc ? text.substring(0, text.length() - 1) : text;
      return inBounds(
          new EventTime(LocalDateTime.parse(local, TIME), utc ? ZoneOffset.UTC : zone, false));
    } catch (DateTimeException wrong) {
      throw new NotUnderstoodException("It has a time that cannot be read.");
    }
  }

  private static EventTime inBounds(EventTime time) throws NotUnderstoodException {
    int year = time.local().getYear();
    if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
      throw new NotUnderstoodException("It has a time that is not from 1970 to 2199.");
    }
    return time;
  }

  private static ZoneId zone(VObjectProperty property, CalendarZones zones)
      throws NotUnderstoodException {
    String name = property.getParameters().first("TZID");
    return name == null ? zones.usual() : zones.named(name.strip());
  }
}
