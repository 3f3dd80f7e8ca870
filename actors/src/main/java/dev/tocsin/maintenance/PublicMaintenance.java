package dev.tocsin.maintenance;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.time.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * All that visitors of a page are told of one time of a maintenance, and nothing that only members
 * may know: of what it covers those components alone that the page shows.
 *
 * @param id of this time alone: one that comes again has one for each
 * @param message in Markdown; may be empty
 * @param repeats whether it comes again
 * @param announcedAt when it was planned
 * @param revision of the organization at which it was changed last
 * @param components that are worked on, in the page's order
 */
public record PublicMaintenance(
    UUID id,
    String title,
    String message,
    Window window,
    Phase phase,
    boolean repeats,
    Instant announcedAt,
    long revision,
    List<ComponentId> components) {
  /** Where in its window the present is. */
  public enum Phase {
    SCHEDULED,
    IN_PROGRESS,
    COMPLETED;

    static Phase of(Window window, Instant now) {
      if (window.from().isAfter(now)) {
        return SCHEDULED;
      }
      return window.until().isAfter(now) ? IN_PROGRESS : COMPLETED;
    }
  }

  /** By their beginnings. */
  static final Comparator<PublicMaintenance> ORDER =
      Comparator.comparing((PublicMaintenance each) -> each.window().from())
          .thenComparing(each -> each.id().toString());

  public PublicMaintenance {
    components = List.copyOf(components);
  }
}
