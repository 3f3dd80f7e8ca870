package dev.tocsin.http.page;

import dev.tocsin.statuspage.Headline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of incidents shows.
 *
 * @param open how many go on
 * @param next where the list goes on; null where it does not
 * @param whole false while the tables do not answer: then only what the node remembers is here
 */
public record IncidentListView(
    IncidentQuery query,
    Instant now,
    int open,
    List<Row> rows,
    @Nullable String next,
    boolean whole) {

  /**
   * @param phase with its impact and who sees it: {@code Identified, major, internal}
   * @param why what it affects; null for nothing
   */
  public record Row(
      String id,
      MonitorRow.State state,
      String title,
      String phase,
      @Nullable String why,
      MonitorRow.Since since) {}

  /** The sentence that the page opens with. */
  public String sentence() {
    return switch (open) {
      case 0 -> "No incident goes on.";
      case 1 -> "One incident goes on.";
      default -> Headline.number(open, true) + " incidents go on.";
    };
  }
}
