package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of something that incidents are configured with.
 *
 * @param changes whether this reader may change it
 * @param told what came of what was just done
 */
public record IncidentSettingsView(List<Row> rows, boolean changes, Told told) {
  /**
   * @param about in one line; maybe empty
   * @param more in another
   * @param trouble why it does nothing; null where it does what it says
   */
  public record Row(String id, String name, String about, String more, @Nullable String trouble) {}

  /**
   * A status page as its components may be chosen of it.
   *
   * @param id of the page
   */
  public record Page(String id, String name) {}
}
