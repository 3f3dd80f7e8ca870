package dev.tocsin.http.page;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to one place.
 *
 * @param tab of the navigation that it belongs to
 * @param kind in words, and where it leads, without secrets
 * @param health whether messages reach it
 * @param filter by which it is shown
 * @param rows the newest first; null while the store does not answer
 * @param pages where older and the newest ones are
 */
public record DeliveriesView(
    String tab,
    String name,
    String kind,
    HealthView health,
    Filter filter,
    @Nullable List<Row> rows,
    Pages pages) {

  /**
   * @param address of the page without a filter
   * @param list of the places
   * @param state that is chosen; empty for all
   */
  public record Filter(String address, String list, List<Option> states, String state) {}

  /**
   * @param older null where there are none
   * @param newest null where this is the first page
   */
  public record Pages(@Nullable String older, @Nullable String newest) {}

  /**
   * One message.
   *
   * @param at as a machine reads it
   * @param style of the state
   * @param told what it says of the alert, as "Triggered", or what else it was, as "Test"
   * @param alert null for what no alert sent
   * @param note attempts, reason and the service's own name for it; may be empty
   */
  public record Row(
      String at,
      String time,
      String style,
      String state,
      String told,
      @Nullable AlertLink alert,
      String note) {}

  public record AlertLink(String id, String code, String title) {}
}
