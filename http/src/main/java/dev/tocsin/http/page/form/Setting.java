package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set.
 *
 * @param path in the JSON of the API, as in {@code http.keyword.text}; a switch that is no field
 *     has one of its own
 * @param hint may be empty
 * @param usual what holds where it is left out, as the form would show it; may be empty
 * @param when null where it always counts
 * @param keepsBlank whether an empty text is one, and does not leave the setting out
 */
public record Setting(
    String path,
    String label,
    String hint,
    Control control,
    String usual,
    @Nullable When when,
    boolean keepsBlank) {

  /** Counts only where a switch has one of these values. */
  public record When(String path, List<String> values) {}

  static final String YES = "yes";

  private static Setting of(String path, String label, Control control, String usual) {
    return new Setting(path, label, "", control, usual, null, false);
  }

  static Setting line(String path, String label) {
    return of(path, label, new Control.Line("off", false), "");
  }

  /** A time or the like. */
  static Setting brief(String path, String label) {
    return of(path, label, new Control.Line("off", true), "");
  }

  /** An address of the web. */
  static Setting address(String path, String label) {
    return of(path, label, new Control.Line("url", false), "");
  }

  static Setting number(String path, String label) {
    return of(path, label, new Control.Number(""), "");
  }

  /** The first one is the usual one. */
  static Setting choice(String path, String label, Option... options) {
    return of(path, label, new Control.Choice(List.of(options)), options[0].value());
  }

  /** The first one is the usual one. */
  static Setting either(String path, String label, Option... options) {
    return of(path, label, new Control.Switch(List.of(options), false), options[0].value());
  }

  /** A field whose value says which others count; the first one is the usual one. */
  static Setting eitherField(String path, String label, Option... options) {
    return of(path, label, new Control.Switch(List.of(options), true), options[0].value());
  }

  static Setting tick(String path, String label, boolean usual) {
    return of(path, label, new Control.Tick(), usual ? YES : "");
  }

  static Setting text(String path, String label, int rows) {
    return of(path, label, new Control.Text(rows), "");
  }

  static Setting lines(String path, String label) {
    return of(path, label, new Control.Lines(3), "");
  }

  static Setting pairs(String path, String label) {
    return of(path, label, new Control.Pairs(3), "");
  }

  static Setting secret(String path, String label) {
    return of(path, label, new Control.Secret(false), "");
  }

  /** One that there need not be. */
  static Setting optionalSecret(String path, String label) {
    return of(path, label, new Control.Secret(true), "");
  }

  Setting hint(String text) {
    return new Setting(path, label, text, control, usual, when, keepsBlank);
  }

  Setting usual(String text) {
    return new Setting(path, label, hint, control, text, when, keepsBlank);
  }

  Setting control(Control other) {
    return new Setting(path, label, hint, other, usual, when, keepsBlank);
  }

  Setting when(String switchPath, String... values) {
    return new Setting(
        path, label, hint, control, usual, new When(switchPath, List.of(values)), keepsBlank);
  }

  Setting keepingBlank() {
    return new Setting(path, label, hint, control, usual, when, true);
  }
}
