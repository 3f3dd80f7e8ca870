package dev.tocsin.http.page;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy while somebody puts it together.
 *
 * @param action where the form is sent to
 * @param id of what it makes; null where that is there already
 * @param problem what is wrong with the whole; null for nothing
 * @param choices whom a step can tell
 */
public record PolicyFormView(
    String sentence,
    Frame frame,
    FormView form,
    @Nullable String problem,
    List<StepView> steps,
    List<Group> choices,
    List<Option> teams) {

  /**
   * @param revision of what it changes, when it was opened; null where it is new
   * @param focus the name of the field that is typed in next; empty for none
   */
  public record Frame(
      String action, @Nullable String id, @Nullable String revision, String focus) {}

  public record Group(String title, List<Option> options) {}

  /**
   * @param number from 1
   * @param error what is wrong with its targets; null for nothing
   * @param words as it is now
   */
  public record StepView(
      int number,
      String delayField,
      List<TargetView> targets,
      @Nullable String error,
      PolicyStepView words) {
    public boolean isFirst() {
      return number == 1;
    }

    /** As buttons name it. */
    public int index() {
      return number - 1;
    }
  }

  /**
   * @param gone what is chosen, where it is on no list any more; null else
   */
  public record TargetView(String field, String value, @Nullable String gone) {}
}
