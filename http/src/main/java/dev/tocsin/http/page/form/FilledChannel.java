package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A form of a place with its texts and what is wrong with them, ready for a page. Secrets are not
 * in it.
 *
 * @param problem what is wrong with the whole, or with what it has no field for; null for nothing
 */
public record FilledChannel(ChannelForm kind, List<FieldView> fields, @Nullable String problem) {

  /**
   * @param base what is stored, without secrets; empty where it is new
   * @param stored the names of the secrets that are
   * @param typed empty where nobody has typed yet
   */
  public static FilledChannel of(
      ChannelForm kind,
      ObjectNode base,
      Set<String> stored,
      Map<String, String> typed,
      List<FieldError> errors) {
    List<FieldView> fields =
        kind.settings().stream()
            .map(
                setting ->
                    field(
                        setting,
                        base,
                        stored.contains(setting.path()),
                        typed,
                        texts(setting, errors)))
            .toList();
    Set<String> shown =
        kind.settings().stream().map(Setting::path).collect(Collectors.toUnmodifiableSet());
    String problem =
        errors.stream()
            .filter(error -> !shown.contains(error.field()))
            .map(
                error ->
                    error.field().isEmpty()
                        ? error.message()
                        : error.field() + ": " + error.message())
            .collect(Collectors.joining(" "));
    return new FilledChannel(kind, fields, problem.isEmpty() ? null : problem);
  }

  private static @Nullable String texts(Setting setting, List<FieldError> errors) {
    String all =
        errors.stream()
            .filter(error -> error.field().equals(setting.path()))
            .map(FieldError::message)
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? null : all;
  }

  private static FieldView field(
      Setting setting,
      ObjectNode base,
      boolean isStored,
      Map<String, String> typed,
      @Nullable String error) {
    if (setting.control() instanceof Control.Secret(boolean mayBeMissing)) {
      boolean wasTyped =
          !ChannelForm.text(setting, typed).isEmpty() || !FormJson.lost(setting, typed).isEmpty();
      String note =
          wasTyped
              ? "Enter it again: what was typed is not sent back to the page."
              : isStored ? "One is stored. Left empty, it stays as it is." : null;
      return new FieldView(
          setting,
          "",
          error,
          note,
          wasTyped ? setting.label() : null,
          isStored && mayBeMissing ? List.of(takenAway(setting, typed)) : List.of());
    }
    String usual = setting.control() instanceof Control.Choice ? setting.usual() : "";
    String shown =
        typed.isEmpty()
            ? base.path(setting.path()).asText(usual)
            : ChannelForm.text(setting, typed);
    return new FieldView(setting, shown, error, null, null, List.of());
  }

  /** A tick below the field. */
  private static FieldView takenAway(Setting setting, Map<String, String> typed) {
    Setting tick =
        Setting.tick(
            ChannelForm.TAKEN_AWAY + setting.path(),
            "Take the stored one away, and have none",
            false);
    return new FieldView(tick, typed.getOrDefault(tick.path(), ""), null, null, null, List.of());
  }

  @Override
  public String toString() {
    return "FilledChannel[" + kind.type() + "]";
  }
}
