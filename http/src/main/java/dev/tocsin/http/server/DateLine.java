package dev.tocsin.http.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The header {@code Date} (RFC 9110, 6.6.1), made once a second. Safe for use by many threads. */
final class DateLine {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Made made = new Made(Long.MIN_VALUE, "", new byte[0]);

  private record Made(long second, String value, byte[] line) {}

  DateLine(InstantSource clock) {
    this.clock = clock;
  }

  /** As in {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  String value() {
    return now().value();
  }

  /** With its name and the line's end. Not to be changed. */
  byte[] line() {
    return now().line();
  }

  private Made now() {
    Made last = made;
    long second = Math.floorDiv(clock.millis(), 1_000);
    if (last.second() != second) {
      String value = FORMAT.format(Instant.ofEpochSecond(second));
      last =
          new Made(second, value, ("Date: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII));
      made = last;
    }
    return last;
  }
}
