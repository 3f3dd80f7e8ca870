package dev.tocsin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of themselves.
 *
 * @param email which they sign in with
 * @param about the form of name and time zone
 * @param password the form of a new one
 * @param sessions the latest first; null while the store does not answer
 * @param said what was just done; null where nothing was
 */
public record ProfileView(
    String called,
    String email,
    FormView about,
    FormView password,
    @Nullable List<Line> sessions,
    @Nullable String said) {

  /**
   * @param address that it was started from; maybe empty
   * @param current whether it is the one that the page is read in
   */
  public record Line(String id, String device, String address, String since, boolean current) {}

  public boolean hasOthers() {
    return sessions != null && sessions.stream().anyMatch(each -> !each.current());
  }
}
