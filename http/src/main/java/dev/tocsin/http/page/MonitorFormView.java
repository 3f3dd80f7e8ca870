package dev.tocsin.http.page;

import dev.tocsin.http.page.form.FilledForm;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page with the form that makes or changes a monitor.
 *
 * @param isChecked whether it can be tried
 * @param tried null where nothing was
 */
public record MonitorFormView(
    Frame frame, FilledForm form, boolean isChecked, @Nullable Tried tried) {

  /**
   * What stands around the fields.
   *
   * @param sentence the page's heading, without a full stop
   * @param lead what is to be known first; null for nothing
   * @param back a name and an address one step up
   * @param hidden what the form carries beside its fields
   * @param save the word on the button
   * @param leave the word on the link that does nothing
   */
  public record Frame(
      String sentence,
      @Nullable String lead,
      Back back,
      String action,
      Map<String, String> hidden,
      String save,
      String leave) {}

  public record Back(String name, String address) {}

  /** What a test saw. */
  public record Tried(MonitorRow.State state, MonitorView.Check check) {}
}
