package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.oncall.Window;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Times of the week as people write them, a line for each: {@code Mon-Fri 09:00-17:00}, {@code Sat,
 * Sun 00:00-00:00}, {@code 22:00-06:00} for every day, {@code Fri 17:00 - Mon 09:00}.
 */
final class WeekTimes {
  private static final List<DayOfWeek> DAYS = List.of(DayOfWeek.values());
  private static final String CLOCK = "(\\d{1,2}:\\d{2})";
  private static final String DASH = "\\s*[-–]\\s*";
  private static final String WORD = "([a-z]+)";
  private static final Pattern DAILY =
      Pattern.compile("([a-z][a-z,\\s–-]*?)?\\s*" + CLOCK + DASH + CLOCK);
  private static final Pattern WEEKLY =
      Pattern.compile(WORD + "\\s+" + CLOCK + DASH + WORD + "\\s+" + CLOCK);
  private static final Pattern RANGE = Pattern.compile(WORD + DASH + WORD);

  private WeekTimes() {}

  static String write(List<Window> windows) {
    return windows.stream().map(WeekTimes::write).collect(Collectors.joining("\n"));
  }

  private static String write(Window window) {
    return switch (window) {
      case Window.Daily daily ->
          (days(daily.days()) + " " + daily.from() + "-" + daily.until()).strip();
      case Window.Weekly weekly ->
          name(weekly.firstDay())
              + " "
              + weekly.from()
              + " - "
              + name(weekly.lastDay())
              + " "
              + weekly.until();
    };
  }

  private static String days(List<DayOfWeek> days) {
    if (days.size() == DAYS.size()) {
      return "";
    }
    DayOfWeek first = days.getFirst();
    DayOfWeek last = days.getLast();
    boolean inARow = last.getValue() - first.getValue() == days.size() - 1;
    return inARow && days.size() > 2
        ? name(first) + "-" + name(last)
        : days.stream().map(WeekTimes::name).collect(Collectors.joining(", "));
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }

  /** What a line says, as the API takes it; empty where it cannot be understood. */
  static Optional<ObjectNode> read(String line) {
    String text = line.strip().toLowerCase(Locale.ROOT);
    Matcher weekly = WEEKLY.matcher(text);
    if (weekly.matches()) {
      return weekly(weekly);
    }
    Matcher daily = DAILY.matcher(text);
    return daily.matches() ? daily(daily) : Optional.empty();
  }

  private static Optional<ObjectNode> weekly(Matcher said) {
    Optional<DayOfWeek> first = day(said.group(1));
    Optional<DayOfWeek> last = day(said.group(3));
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    return timed(
        Json.object().put("fromDay", Json.name(first.get())).put("untilDay", Json.name(last.get())),
        said.group(2),
        said.group(4));
  }

  private static Optional<ObjectNode> daily(Matcher said) {
    ObjectNode json = Json.object();
    String days = said.group(1);
    if (days != null && !days.isBlank()) {
      List<DayOfWeek> named = new ArrayList<>();
      for (String part : days.split("[,]+", -1)) {
        if (!part.isBlank() && !add(part.strip(), named)) {
          return Optional.empty();
        }
      }
      ArrayNode list = json.putArray("days");
      named.stream().distinct().forEach(day -> list.add(Json.name(day)));
    }
    return timed(json, said.group(2), said.group(3));
  }

  private static boolean add(String part, List<DayOfWeek> days) {
    Matcher range = RANGE.matcher(part);
    if (!range.matches()) {
      return day(part).map(days::add).orElse(false);
    }
    Optional<DayOfWeek> first = day(range.group(1));
    Optional<DayOfWeek> last = day(range.group(2));
    if (first.isEmpty() || last.isEmpty()) {
      return false;
    }
    for (DayOfWeek day = first.get(); ; day = day.plus(1)) {
      days.add(day);
      if (day == last.get()) {
        return true;
      }
    }
  }

  private static Optional<ObjectNode> timed(ObjectNode json, String from, String until) {
    Optional<LocalTime> begin = clock(from);
    Optional<LocalTime> end = clock(until);
    return begin.isEmpty() || end.isEmpty()
        ? Optional.empty()
        : Optional.of(json.put("from", begin.get().toString()).put("until", end.get().toString()));
  }

  /** 24:00 is midnight. */
  private static Optional<LocalTime> clock(String text) {
    String[] parts = text.split(":", 2);
    int hours = Integer.parseInt(parts[0]);
    int minutes = Integer.parseInt(parts[1]);
    if (hours == 24 && minutes == 0) {
      return Optional.of(LocalTime.MIDNIGHT);
    }
    return hours < 24 && minutes < 60
        ? Optional.of(LocalTime.of(hours, minutes))
        : Optional.empty();
  }

  private static Optional<DayOfWeek> day(String text) {
    return DAYS.stream()
        .filter(day -> text.length() >= 3)
        .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(text))
        .findFirst();
  }
}
