package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times in the zone of whoever reads them. Their parts are held together by no-break spaces.
 *
 * @param now the time that the page is made at
 */
public record Times(Instant now, ZoneId zone) {
  private static final DateTimeFormatter TIME = formatter("d\u00a0MMM, HH:mm\u00a0zzz");
  private static final DateTimeFormatter TIME_AND_YEAR =
      formatter("d\u00a0MMM\u00a0yyyy, HH:mm\u00a0zzz");
  private static final DateTimeFormatter TO_THE_SECOND = formatter("d\u00a0MMM, HH:mm:ss");
  private static final DateTimeFormatter YEAR_TO_THE_SECOND =
      formatter("d\u00a0MMM\u00a0yyyy, HH:mm:ss");
  private static final DateTimeFormatter DAY = formatter("d\u00a0MMM\u00a0yyyy");
  private static final DateTimeFormatter CLOCK = formatter("HH:mm\u00a0zzz");
  private static final DateTimeFormatter SECONDS = formatter("HH:mm:ss");
  private static final DateTimeFormatter NAME = formatter("zzz");

  /** Nothing older is drawn by the hour. */
  private static final Duration DRAWN = Duration.ofDays(100);

  /** How long a page may stay open. */
  private static final Duration OPEN = Duration.ofDays(400);

  /** As somebody chose; who did not reads as the organization does. */
  static Times of(Visitor reader, NodeConfiguration configuration, Instant now) {
    ZoneId own = reader.user().timeZone();
    return new Times(
        now, own == null ? zone(reader.principal().organization(), configuration) : own);
  }

  /** Where an organization's days begin and end. */
  static ZoneId zone(OrganizationId organization, NodeConfiguration configuration) {
    return configuration.find(organization) instanceof Lookup.Found<Organization>(Organization it)
        ? it.timeZone()
        : Organization.USUAL_TIME_ZONE;
  }

  /** {@code 20 Nov, 01:47 CET}; with the year where it is another than now. */
  String time(Instant at) {
    ZonedDateTime then = at.atZone(zone);
    return (isOfThisYear(then) ? TIME : TIME_AND_YEAR).format(then);
  }

  /** {@code 20 Nov 2026, 01:47 CET}. */
  String full(Instant at) {
    return TIME_AND_YEAR.format(at.atZone(zone));
  }

  /** {@code 20 Nov, 01:47:03}, where it stands elsewhere of which zone; the year as above. */
  String toTheSecond(Instant at) {
    ZonedDateTime then = at.atZone(zone);
    return (isOfThisYear(then) ? TO_THE_SECOND : YEAR_TO_THE_SECOND).format(then);
  }

  /** {@code 01:47 CET} where that is today, else as {@link #time} has it. */
  String soon(Instant at) {
    return isToday(at) ? clock(at) : time(at);
  }

  /** {@code 01:47:03} where that is today, else as {@link #toTheSecond} has it. */
  String brief(Instant at) {
    return isToday(at) ? SECONDS.format(at.atZone(zone)) : toTheSecond(at);
  }

  private boolean isToday(Instant at) {
    return at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
  }

  private boolean isOfThisYear(ZonedDateTime then) {
    return then.getYear() == now.atZone(zone).getYear();
  }

  /** {@code 20 Nov 2026}. */
  String day(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  /** {@code 01:47 CET}. */
  public String clock(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  /** As a browser's field of a date and a time has it; a started minute is over. */
  public String field(Instant at) {
    return OverrideForm.typed(at, zone);
  }

  /** The zone in words, as {@code Europe/Berlin}. */
  public String zoneName() {
    return zone.getId();
  }

  /**
   * The same for a script, which may know other names of zones or other rules: JSON of {@code
   * [from, offset, name]} for each stretch of one offset, in seconds.
   */
  public String shifts() {
    return shifts(zone, now);
  }

  static String shifts(ZoneId zone, Instant now) {
    var shifts = Json.array();
    Instant from = now.minus(DRAWN);
    while (from != null && from.isBefore(now.plus(OPEN))) {
      shifts
          .addArray()
          .add(from.getEpochSecond())
          .add(zone.getRules().getOffset(from).getTotalSeconds())
          .add(NAME.format(from.atZone(zone)));
      var next = zone.getRules().nextTransition(from);
      from = next == null ? null : next.getInstant();
    }
    return new String(Json.bytes(shifts), StandardCharsets.UTF_8);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
