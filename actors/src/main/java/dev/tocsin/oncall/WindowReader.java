package dev.tocsin.oncall;

import dev.tocsin.input.Input;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of the week to which a layer is restricted: {@code {days, from, until}}, or
 * {@code {fromDay, from, untilDay, until}}.
 */
final class WindowReader {
  private static final int MOST = 20;
  private static final List<DayOfWeek> ALL = List.of(DayOfWeek.values());

  private WindowReader() {}

  static List<Window> read(Input input, String field) {
    return input.objects(field, MOST).stream().map(WindowReader::window).toList();
  }

  private static Window window(Input input) {
    LocalTime from = Moments.time(input, "from");
    LocalTime until = Moments.time(input, "until");
    if (input.has("fromDay") || input.has("untilDay")) {
      return new Window.Weekly(day(input, "fromDay"), from, day(input, "untilDay"), until);
    }
    boolean restricted = input.has("days");
    List<DayOfWeek> days =
        input.list("days", ALL.size(), "a day such as \"monday\"", node -> parse(node.asText()));
    input.check(
        !restricted || !days.isEmpty(),
        "days",
        "It must have at least one day; leave it out for every day.");
    return new Window.Daily(restricted ? days : ALL, from, until);
  }

  private static DayOfWeek day(Input input, String field) {
    if (!input.has(field)) {
      input.missing(field, "a day such as \"monday\"");
    }
    return input.choice(field, DayOfWeek.class).orElse(DayOfWeek.MONDAY);
  }

  private static @Nullable DayOfWeek parse(String text) {
    Optional<DayOfWeek> day =
        Arrays.stream(DayOfWeek.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    return day.orElse(null);
  }
}
