package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule's calendar. A cell's width is its hours, so a day of 23 or 25 has one more or less.
 *
 * @param title {@code 16–22 November}
 * @param zone whose days they are
 * @param hours of all days together
 * @param rows the layers, the overrides, and last what counts
 * @param handoffs the same as what counts, for narrow screens
 */
public record CalendarView(
    String title, String zone, int hours, List<Day> days, List<Row> rows, List<Handoff> handoffs) {
  public record Day(String name, int hours, boolean today) {}

  /**
   * @param counts whether it is what counts
   */
  public record Row(String name, boolean counts, List<Cell> cells) {}

  /**
   * @param mark null where there is nothing to say
   */
  public record Cell(int hours, @Nullable Mark mark) {}

  /**
   * Somebody's time, or nobody's.
   *
   * @param style of the person, and what else it is
   * @param text as much as there is room for
   * @param small what stands beside it; maybe empty
   * @param label all of it in words
   * @param href where it can be overridden; null where this reader cannot
   */
  public record Mark(
      String style, String text, String small, String label, @Nullable String href) {}

  /**
   * @param at {@code now} or when it begins
   * @param datetime the same for a machine
   */
  public record Handoff(
      String at,
      String datetime,
      String style,
      String initials,
      String name,
      String more,
      boolean now) {}
}
