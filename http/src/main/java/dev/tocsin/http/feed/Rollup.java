package dev.tocsin.http.feed;

import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A whole page in one word and one phrase, as Statuspage has them.
 *
 * @param indicator none, minor, major, critical or maintenance
 * @param since null where that is not known
 */
record Rollup(String indicator, String description, @Nullable Instant since) {
  static Rollup of(PageModel page) {
    PageState state = page.overall().state();
    boolean isAll = page.items().allMatch(item -> item.standing().state() == PageState.OPERATIONAL);
    return new Rollup(indicator(state), description(state, isAll), page.overall().since());
  }

  /**
   * The shape has no word for what nobody knows. Of the words that it has this one alone says
   * neither that it works nor that it fails.
   */
  static String status(PageState state) {
    return switch (state) {
      case PAUSED, NO_DATA, UNDER_MAINTENANCE -> "under_maintenance";
      case OPERATIONAL -> "operational";
      case DEGRADED_PERFORMANCE -> "degraded_performance";
      case PARTIAL_OUTAGE -> "partial_outage";
      case MAJOR_OUTAGE -> "major_outage";
    };
  }

  private static String indicator(PageState state) {
    return switch (state) {
      case PAUSED, NO_DATA, UNDER_MAINTENANCE -> "maintenance";
      case OPERATIONAL -> "none";
      case DEGRADED_PERFORMANCE -> "minor";
      case PARTIAL_OUTAGE -> "major";
      case MAJOR_OUTAGE -> "critical";
    };
  }

  private static String description(PageState state, boolean isAll) {
    return switch (state) {
      case PAUSED -> "Not Watched Now";
      case NO_DATA -> "No Data Yet";
      case OPERATIONAL -> isAll ? "All Systems Operational" : "All Watched Systems Operational";
      case UNDER_MAINTENANCE -> "Service Under Maintenance";
      case DEGRADED_PERFORMANCE -> "Partially Degraded Service";
      case PARTIAL_OUTAGE -> "Partial System Outage";
      case MAJOR_OUTAGE -> "Major Service Outage";
    };
  }
}
