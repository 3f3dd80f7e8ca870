package dev.tocsin.oncall.calendar;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * Time zones as calendars name them: by the names of the IANA, bare or behind a path, or by those
 * of Windows. The rules that a calendar brings along are not read; they are those of a program at
 * some time, and may be made to take long.
 *
 * @param usual for times that name none
 * @param locations IANA names by what the calendar calls them
 */
record CalendarZones(ZoneId usual, Map<String, String> locations) {
  private static final Properties WINDOWS = windows();

  private static Properties windows() {
    var zones = new Properties();
    try (var file =
        new InputStreamReader(
            Objects.requireNonNull(
                CalendarZones.class.getResourceAsStream("windows-zones.properties")),
            StandardCharsets.UTF_8)) {
      zones.load(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return zones;
  }

  ZoneId named(String name) throws NotUnderstoodException {
    return iana(name)
        .or(() -> Optional.ofNullable(locations.get(name)).flatMap(CalendarZones::iana))
        .or(
            () ->
                Optional.ofNullable(WINDOWS.getProperty(name.replace(' ', '_')))
                    .flatMap(CalendarZones::iana))
        .orElseThrow(
            () ->
                new NotUnderstoodException(
                    "Its time zone \"" + name + "\" is not known; use one such as Europe/Berlin."));
  }

  /** The longest end of a path that is a name: {@code /example.org/2024/Europe/Berlin}. */
  private static Optional<ZoneId> iana(String name) {
    String rest = name;
    for (int parts = 0; parts < 8; parts++) {
      try {
        return Optional.of(rest.equalsIgnoreCase("UTC") ? ZoneOffset.UTC : ZoneId.of(rest));
      } catch (DateTimeException unknown) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
          return Optional.empty();
        }
        rest = rest.substring(slash + 1);
      }
    }
    return Optional.empty();
  }
}
