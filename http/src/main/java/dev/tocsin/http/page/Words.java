package dev.tocsin.http.page;

import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.PageState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How pages write states and times. Amounts and units are held together by no-break spaces. */
public final class Words {
  private static final String HELD = "\u00a0";
  private static final DateTimeFormatter DAY_AND_YEAR =
      formatter("d" + HELD + "MMM" + HELD + "yyyy, HH:mm");
  private static final DateTimeFormatter DATE = formatter("d" + HELD + "MMM");
  private static final double THOUSANDTHS = 1_000.0;
  private static final long TEN_SECONDS = 10_000_000;
  private static final double TEN = 10;
  private static final int DAYS_SAY_ENOUGH = 7;

  private Words() {}

  /**
   * {@code 100%}, {@code 99.929%}: three digits after the point at most, rounded down, so that 100
   * is 100.
   */
  public static String percent(double percent) {
    double floor = Math.floor(percent * THOUSANDTHS) / THOUSANDTHS;
    return String.format(Locale.ROOT, "%.3f", floor).replaceAll("\\.?0+$", "") + "%";
  }

  /** {@code 0.4 ms}, {@code 12 ms}, {@code 10.2 s}, of microseconds. */
  public static String milliseconds(long micros) {
    if (micros >= TEN_SECONDS) {
      return String.format(Locale.ROOT, "%.1f", micros / 1e6) + HELD + "s";
    }
    double millis = micros / THOUSANDTHS;
    return (millis > 0 && millis < TEN
            ? String.format(Locale.ROOT, "%.1f", millis).replaceAll("\\.0$", "")
            : String.valueOf(Math.round(millis)))
        + HELD
        + "ms";
  }

  /** {@code 20 Nov}. */
  static String day(LocalDate date) {
    return DATE.format(date);
  }

  /** {@code 20 Nov 2026, 01:47 UTC}. */
  public static String fullTime(Instant at) {
    return DAY_AND_YEAR.format(at.atZone(ZoneOffset.UTC)) + HELD + "UTC";
  }

  /**
   * {@code 6 min 29 s}, {@code 2 d 4 h}, {@code 41 d}: the two largest units that say something.
   */
  public static String duration(Duration duration) {
    record Part(long amount, String unit) {
      @Override
      public String toString() {
        return amount + HELD + unit;
      }
    }
    List<Part> parts =
        List.of(
            new Part(duration.toDays(), "d"),
            new Part(duration.toHoursPart(), "h"),
            new Part(duration.toMinutesPart(), "min"),
            new Part(duration.toSecondsPart(), "s"));
    for (int at = 0; at < parts.size(); at++) {
      Part large = parts.get(at);
      if (large.amount() > 0) {
        boolean alone =
            at + 1 == parts.size()
                || parts.get(at + 1).amount() == 0
                || duration.toDays() >= DAYS_SAY_ENOUGH;
        return alone ? large.toString() : large + HELD + parts.get(at + 1);
      }
    }
    return new Part(0, "s").toString();
  }

  /** The state as the style sheet calls it. */
  public static String style(PageState state) {
    return switch (state) {
      case PAUSED -> "paused";
      case NO_DATA -> "pending";
      case OPERATIONAL -> "up";
      case UNDER_MAINTENANCE -> "maint";
      case DEGRADED_PERFORMANCE -> "degraded";
      case PARTIAL_OUTAGE -> "partial";
      case MAJOR_OUTAGE -> "down";
    };
  }

  public static String word(PageState state) {
    return switch (state) {
      case PAUSED -> "Paused";
      case NO_DATA -> "No data";
      case OPERATIONAL -> "Operational";
      case UNDER_MAINTENANCE -> "Under maintenance";
      case DEGRADED_PERFORMANCE -> "Degraded performance";
      case PARTIAL_OUTAGE -> "Partial outage";
      case MAJOR_OUTAGE -> "Major outage";
    };
  }

  public static String style(Status status) {
    return switch (status) {
      case PENDING -> "pending";
      case UP -> "up";
      case DEGRADED -> "degraded";
      case DOWN -> "down";
      case PAUSED -> "paused";
    };
  }

  public static String word(Status status) {
    return switch (status) {
      case PENDING -> "Pending";
      case UP -> "Up";
      case DEGRADED -> "Degraded";
      case DOWN -> "Down";
      case PAUSED -> "Paused";
    };
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
