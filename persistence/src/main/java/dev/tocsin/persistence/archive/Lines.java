package dev.tocsin.persistence.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tocsin.Ids;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lines of both kinds have in common: they begin with the ids, in the same places, so that
 * lines of others are passed over without being read.
 */
final class Lines {
  static final JsonFactory JSON = new JsonFactory();
  private static final byte[] BEFORE_ORGANIZATION = ascii("{\"organization\":\"");
  private static final byte[] BEFORE_MONITOR = ascii("\",\"monitor\":\"");
  private static final int ID = 36;
  private static final int ORGANIZATION_AT = BEFORE_ORGANIZATION.length;
  private static final int MONITOR_AT = ORGANIZATION_AT + ID + BEFORE_MONITOR.length;
  private static final int MILLIS_LENGTH = 24;
  private static final long MICROS = 1_000;

  private Lines() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The organization's id as the bytes that {@link #isOf} compares. */
  static byte[] key(OrganizationId organization) {
    return ascii(organization.toString());
  }

  /** Whether a line that is not empty is of that organization and, unless null, that monitor. */
  static boolean isOf(byte[] text, int from, int to, byte[] organization, byte @Nullable [] monitor)
      throws IOException {
    if (to - from < MONITOR_AT + ID
        || !startsWith(text, from, BEFORE_ORGANIZATION)
        || !startsWith(text, from + ORGANIZATION_AT + ID, BEFORE_MONITOR)) {
      throw new IOException("a line does not begin with its ids");
    }
    return startsWith(text, from + ORGANIZATION_AT, organization)
        && (monitor == null || startsWith(text, from + MONITOR_AT, monitor));
  }

  private static boolean startsWith(byte[] text, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (text[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where the line that begins there ends. */
  static int end(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  static void writeRef(JsonGenerator json, MonitorRef ref) throws IOException {
    json.writeStringField("organization", ref.organization().toString());
    json.writeStringField("monitor", ref.monitor().toString());
  }

  static MonitorRef ref(@Nullable String organization, @Nullable String monitor)
      throws IOException {
    return new MonitorRef(new OrganizationId(id(organization)), new MonitorId(id(monitor)));
  }

  private static UUID id(@Nullable String text) throws IOException {
    if (text == null) {
      throw new IOException("an id is missing");
    }
    return Ids.parse(text).orElseThrow(() -> new IOException("an id is none"));
  }

  static long micros(Duration duration) {
    return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / MICROS;
  }

  static Duration ofMicros(long micros) {
    return Duration.ofSeconds(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * MICROS);
  }

  /** ISO 8601 in UTC with three digits of the second, always. */
  static String time(Instant at) {
    ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      return at.toString();
    }
    char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
    digits(text, 3, utc.getYear());
    digits(text, 6, utc.getMonthValue());
    digits(text, 9, utc.getDayOfMonth());
    digits(text, 12, utc.getHour());
    digits(text, 15, utc.getMinute());
    digits(text, 18, utc.getSecond());
    digits(text, 22, utc.getNano() / 1_000_000);
    return new String(text);
  }

  private static void digits(char[] text, int last, int number) {
    for (int at = last, rest = number; rest > 0; at--, rest /= 10) {
      text[at] = (char) ('0' + rest % 10);
    }
  }

  /**
   * @param hour in which the time probably is
   */
  static Instant time(String text, Instant hour, String hourText) {
    if (text.length() == MILLIS_LENGTH && text.startsWith(hourText)) {
      int minute = number(text, 14, 16);
      int second = number(text, 17, 19);
      int millis = number(text, 20, 23);
      if (minute >= 0 && second >= 0 && millis >= 0) {
        return hour.plusMillis((minute * 60L + second) * 1_000 + millis);
      }
    }
    return Instant.parse(text);
  }

  /** The part of {@link #time(Instant)} that all times of an hour have in common. */
  static String hourText(Instant hour) {
    return time(hour).substring(0, 14);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
