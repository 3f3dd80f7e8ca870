package dev.tocsin.http.page.form;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting as a page shows it.
 *
 * @param error null where nothing is wrong with it
 * @param note what else is to be said about its value; null for nothing
 * @param again the names of the secrets that the note asks for, and that a browser that kept them
 *     need not be asked for; null for none
 * @param cases the settings that hang on this one
 */
public record FieldView(
    Setting setting,
    String value,
    @Nullable String error,
    @Nullable String note,
    @Nullable String again,
    List<FieldView> cases) {

  public String id() {
    return "f-" + setting.path();
  }

  /** The ids of the texts that belong to it; null where there are none. */
  public @Nullable String describedBy() {
    List<String> ids = new ArrayList<>();
    if (!setting.hint().isEmpty()) {
      ids.add("h-" + setting.path());
    }
    if (note != null) {
      ids.add("n-" + setting.path());
    }
    if (error != null) {
      ids.add("e-" + setting.path());
    }
    return ids.isEmpty() ? null : String.join(" ", ids);
  }

  /** For which values of its switch it counts; null where it always does. */
  public @Nullable String when() {
    Setting.When when = setting.when();
    return when == null ? null : String.join(" ", when.values());
  }

  /** What holds where it is left empty; null where the hint says it. */
  public @Nullable String placeholder() {
    return setting.usual().isEmpty() ? null : setting.usual();
  }

  /** Of a field of several lines; 0 of others. */
  public int rows() {
    return switch (setting.control()) {
      case Control.Text(int rows) -> rows;
      case Control.Lines(int rows) -> rows;
      case Control.Pairs(int rows) -> rows;
      case Control.Line line -> 0;
      case Control.Number number -> 0;
      case Control.Choice choice -> 0;
      case Control.Switch either -> 0;
      case Control.Tick tick -> 0;
      case Control.Secret secret -> 0;
    };
  }

  public @Nullable String invalid() {
    return error == null ? null : "true";
  }

  public boolean isTicked() {
    return !value.isEmpty();
  }

  boolean isUsual() {
    boolean same =
        value.equals(setting.usual())
            || value.isBlank()
                && !(setting.control() instanceof Control.Tick)
                && !(setting.control() instanceof Control.Choice);
    return same && cases.stream().filter(this::counts).allMatch(FieldView::isUsual);
  }

  private boolean counts(FieldView other) {
    Setting.When when = other.setting().when();
    return when == null || when.values().contains(value);
  }

  boolean isWrong() {
    return error != null || cases.stream().anyMatch(FieldView::isWrong);
  }

  @Override
  public String toString() {
    return "FieldView[" + setting.path() + "]";
  }
}
