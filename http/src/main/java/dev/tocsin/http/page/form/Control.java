package dev.tocsin.http.page.form;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a setting is entered, and by that what it is in JSON. */
public sealed interface Control {
  /**
   * A text without line breaks.
   *
   * @param autocomplete what browsers may offer
   * @param isShort whether a few characters are all that it takes
   */
  record Line(String autocomplete, boolean isShort) implements Control {}

  /**
   * @param none what stands for null, where that is not the same as leaving it out; else empty
   */
  record Number(String none) implements Control {}

  /** One of several texts; an empty one leaves the setting out. */
  record Choice(List<Option> options) implements Control {}

  /**
   * Decides which other settings count.
   *
   * @param isField whether it is a setting itself; else it only says which of the others are there
   */
  record Switch(List<Option> options, boolean isField) implements Control {}

  record Tick() implements Control {}

  /** A text kept to the letter. */
  record Text(int rows) implements Control {}

  /** A list, one entry per line. */
  record Lines(int rows) implements Control {}

  /** Names with a text each, one per line. */
  record Pairs(int rows) implements Control {}

  /**
   * Never shown; left empty, it stands for what is stored.
   *
   * @param mayBeMissing whether a stored one can be taken away
   */
  record Secret(boolean mayBeMissing) implements Control {}

  /**
   * @param tells the setting whose presence says that this was chosen; null for what holds else
   */
  record Option(String value, String label, @Nullable String tells) {
    public static Option of(String value, String label) {
      return new Option(value, label, null);
    }

    Option told(String by) {
      return new Option(value, label, by);
    }
  }
}
