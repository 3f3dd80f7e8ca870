package dev.tocsin.oncall;

import dev.tocsin.input.Input;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Reads times of the calendar and of the clock. */
final class Moments {
  static final LocalDateTime EARLIEST = LocalDateTime.of(2000, 1, 1, 0, 0);
  static final LocalDateTime LATEST = LocalDateTime.of(2200, 1, 1, 0, 0);

  /** No turn and no override is longer. */
  static final Duration LONGEST = Duration.ofDays(366);

  private static final String OUT_OF_BOUNDS = "It must be from 2000 to 2199.";

  private Moments() {}

  static <T> Optional<T> parsed(
      Input input, String field, String form, Function<String, Optional<T>> parser) {
    Optional<String> text = input.optionalText(field, 60);
    Optional<T> value = text.flatMap(parser);
    input.check(text.isPresent() == value.isPresent(), field, "It must be " + form + ".");
    return value;
  }

  /** A moment, to the second; the earliest one where it is missing, which is a fault. */
  static Instant instant(Input input, String field) {
    String form = "a time with its offset, such as \"2026-01-05T09:00:00Z\"";
    if (!input.has(field)) {
      input.missing(field, form);
    }
    return parsed(input, field, form, tried(text -> OffsetDateTime.parse(text).toInstant()))
        .map(moment -> moment.truncatedTo(ChronoUnit.SECONDS))
        .filter(
            moment ->
                input.check(
                    isInBounds(LocalDateTime.ofInstant(moment, ZoneOffset.UTC)),
                    field,
                    OUT_OF_BOUNDS))
        .orElse(EARLIEST.toInstant(ZoneOffset.UTC));
  }

  /** A date and a time by the clock, to the second. */
  static Optional<LocalDateTime> local(Input input, String field) {
    String form = "a date and a time without offset, such as \"2026-01-05T09:00\"";
    return parsed(input, field, form, tried(LocalDateTime::parse))
        .map(moment -> moment.truncatedTo(ChronoUnit.SECONDS))
        .filter(moment -> input.check(isInBounds(moment), field, OUT_OF_BOUNDS));
  }

  /** A time by the clock, to the second; midnight where it is missing, which is a fault. */
  static LocalTime time(Input input, String field) {
    String form = "a time such as \"09:00\"";
    if (!input.has(field)) {
      input.missing(field, form);
    }
    return parsed(input, field, form, tried(LocalTime::parse))
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
        .orElse(LocalTime.MIDNIGHT);
  }

  private static boolean isInBounds(LocalDateTime moment) {
    return !moment.isBefore(EARLIEST) && moment.isBefore(LATEST);
  }

  private static <T> Function<String, Optional<T>> tried(Function<String, T> parser) {
    return text -> {
      try {
        return Optional.of(parser.apply(text));
      } catch (DateTimeException wrong) {
        return Optional.empty();
      }
    };
  }
}
