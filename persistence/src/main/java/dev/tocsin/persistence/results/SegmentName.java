package dev.tocsin.persistence.results;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's name says of it.
 *
 * @param hour its first moment
 * @param run which life of which process wrote it
 * @param number distinguishes the files of a run
 * @param late whether it holds results of hours before, which came when those were closed
 * @param archived whether an archive has what it holds
 */
record SegmentName(Instant hour, String run, int number, boolean late, boolean archived) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d)-([0-9a-z]{1,20})-(\\d{1,9})(-late)?\\.(log|archived)");

  static Optional<SegmentName> parse(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SegmentName(
            LocalDateTime.parse(name.group(1), HOUR).toInstant(ZoneOffset.UTC),
            name.group(2),
            Integer.parseInt(name.group(3)),
            name.group(4) != null,
            name.group(5).equals("archived")));
  }

  String file() {
    return HOUR.format(hour)
        + "-"
        + run
        + "-"
        + number
        + (late ? "-late" : "")
        + (archived ? ".archived" : ".log");
  }

  SegmentName asArchived() {
    return new SegmentName(hour, run, number, late, true);
  }
}
