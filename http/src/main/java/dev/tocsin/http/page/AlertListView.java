package dev.tocsin.http.page;

import dev.tocsin.statuspage.Headline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of alerts shows.
 *
 * @param next where the list goes on; null where it does not
 * @param whole false while the tables do not answer: then only what is open is here
 * @param monitor the name of the one that the list is narrowed to; null where it is not
 */
public record AlertListView(
    AlertQuery query,
    Instant now,
    Count count,
    List<AlertRow> rows,
    @Nullable String next,
    boolean whole,
    @Nullable String monitor) {

  /** How many are open, by whether somebody answered. */
  public record Count(int unanswered, int answered) {
    /** The sentence that the page opens with. */
    public String sentence() {
      if (unanswered > 0) {
        return Headline.number(unanswered, true)
            + (unanswered == 1 ? " alert has no answer yet." : " alerts have no answer yet.");
      }
      return answered > 0 ? "No alert waits for an answer." : "No alert is open.";
    }

    /** What a tab says: {@code 2 unanswered · Tocsin}. */
    public String title() {
      return (unanswered > 0 ? unanswered + " unanswered" : "Alerts") + " · Tocsin";
    }
  }
}
