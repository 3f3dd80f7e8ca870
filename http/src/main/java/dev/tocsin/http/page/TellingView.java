package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the telling of subscribers of one incident is.
 *
 * @param address of this part of the page
 * @param lines the latest update first; null where the store is away
 */
public record TellingView(String address, @Nullable List<Line> lines) {
  /**
   * One update on one page.
   *
   * @param all who is told in all
   */
  public record Line(String page, String time, int all, int sent, int waiting, int failed) {}

  /** Whether somebody is still to be told, so that it is worth asking again. */
  public boolean isWaiting() {
    return lines == null || lines.stream().anyMatch(line -> line.waiting() > 0);
  }
}
