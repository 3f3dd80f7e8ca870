package dev.tocsin.statuspage;

import dev.tocsin.statuspage.ComponentHistory.Day;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The 90 days that a page shows, the last of them today; reckoned once for all its components. */
public final class PageDays {
  static final int COUNT = 90;

  private final Instant now;

  /** Milliseconds since the epoch; one more, for the end of the last. */
  private final long[] begins = new long[COUNT + 1];

  private final Day[] quiet = new Day[COUNT];
  private final Day[] unknown = new Day[COUNT];

  /**
   * @param zone where the days begin and end
   */
  public PageDays(ZoneId zone, Instant now) {
    this.now = now;
    LocalDate first = now.atZone(zone).toLocalDate().minusDays(COUNT - 1L);
    for (int day = 0; day <= COUNT; day++) {
      LocalDate date = first.plusDays(day);
      begins[day] = date.atStartOfDay(zone).toInstant().toEpochMilli();
      if (day < COUNT) {
        quiet[day] = new Day(date, PageState.OPERATIONAL, Duration.ZERO);
        unknown[day] = new Day(date, PageState.NO_DATA, Duration.ZERO);
      }
    }
  }

  public Instant now() {
    return now;
  }

  Instant first() {
    return Instant.ofEpochMilli(begins[0]);
  }

  long begin(int day) {
    return begins[day];
  }

  Day quiet(int day) {
    return quiet[day];
  }

  Day unknown(int day) {
    return unknown[day];
  }

  /** The day of that moment; the first one for what was before it. */
  int indexOf(long moment) {
    int day = 0;
    while (day < COUNT && begins[day + 1] <= moment) {
      day++;
    }
    return day;
  }
}
