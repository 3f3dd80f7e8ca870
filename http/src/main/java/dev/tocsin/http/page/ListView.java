package dev.tocsin.http.page;

import dev.tocsin.http.page.ListQuery.Show;
import dev.tocsin.http.page.form.CareForm.Named;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of monitors shows.
 *
 * @param now the time that the page is made at
 */
public record ListView(
    Found found, Instant now, List<Section> sections, Choices choices, Pager pager) {

  /**
   * Monitors of a section.
   *
   * @param key as in {@code attention}, or {@code tag:} and a tag
   * @param count of all that belong here, shown or not
   */
  public record Section(String key, String title, int count, List<MonitorRow> rows) {}

  /**
   * How many there are.
   *
   * @param all of the organization
   * @param matching those that are not left out for another reason than their status
   */
  public record Found(MonitorCounts all, MonitorCounts matching, ListQuery query) {
    /** How many a list of these has. */
    public int count(Show show) {
      return switch (show) {
        case ALL -> matching.all();
        case DOWN -> matching.down();
        case DEGRADED -> matching.degraded();
        case UP -> matching.up();
        case OTHER -> matching.hold();
      };
    }

    public int count(MonitorRow.Place place) {
      Show show = query.show();
      boolean all = show == Show.ALL;
      return switch (place) {
        case ATTENTION ->
            (all || show == Show.DOWN ? matching.down() : 0)
                + (all || show == Show.DEGRADED ? matching.degraded() : 0);
        case HOLD -> all || show == Show.OTHER ? matching.hold() : 0;
        case UP -> all || show == Show.UP ? matching.up() : 0;
      };
    }
  }

  /**
   * What can be chosen.
   *
   * @param types of the organization's monitors
   * @param regions empty where there is nothing to choose
   */
  public record Choices(
      List<String> types, List<String> tags, List<Named> teams, List<String> regions) {}

  /**
   * @param from the first that is shown, from 1; 0 where none is
   * @param previous null on the first page
   */
  public record Pager(int from, int to, int of, @Nullable String previous, @Nullable String next) {}
}
