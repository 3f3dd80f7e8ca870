package dev.tocsin.oncall;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;

/** Times of the week, by the schedule's clock. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Window.Daily.class, name = "daily"),
  @JsonSubTypes.Type(value = Window.Weekly.class, name = "weekly")
})
public sealed interface Window {
  LocalTime from();

  boolean beginsOn(DayOfWeek day);

  /** When it is over that begins on a day; up to a week later. */
  LocalDateTime endOf(LocalDate day);

  /**
   * From one time to another on each of these days. Where the end is not after the beginning it is
   * on the day after: 22:00 to 06:00 is a night, 00:00 to 00:00 a whole day.
   *
   * @param days on which it begins, from Monday on
   */
  record Daily(List<DayOfWeek> days, LocalTime from, LocalTime until) implements Window {
    public Daily {
      days = days.stream().distinct().sorted().toList();
    }

    @Override
    public boolean beginsOn(DayOfWeek day) {
      return days.contains(day);
    }

    @Override
    public LocalDateTime endOf(LocalDate day) {
      return until.isAfter(from) ? day.atTime(until) : day.plusDays(1).atTime(until);
    }
  }

  /** From a time on one day of the week to a time on another: Friday 17:00 to Monday 09:00. */
  record Weekly(DayOfWeek firstDay, LocalTime from, DayOfWeek lastDay, LocalTime until)
      implements Window {
    @Override
    public boolean beginsOn(DayOfWeek day) {
      return day == firstDay;
    }

    @Override
    public LocalDateTime endOf(LocalDate day) {
      int days = Math.floorMod(lastDay.getValue() - firstDay.getValue(), 7);
      return day.plusDays(days == 0 && !until.isAfter(from) ? 7 : days).atTime(until);
    }
  }
}
