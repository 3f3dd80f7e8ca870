package dev.tocsin.monitor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How many of a monitor's regions must agree. With one region all of them mean the same. */
public sealed interface Quorum {
  /** As many as there are regions to agree, whatever their number. */
  enum Share implements Quorum {
    ANY,
    MAJORITY,
    ALL;

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param regions at least one, and no more than the monitor has
   */
  record Count(int regions) implements Quorum {
    @Override
    public String text() {
      return Integer.toString(regions);
    }
  }

  /** {@code any}, {@code majority}, {@code all}, or a number. */
  String text();

  /** What {@link #text} wrote; empty for anything else. */
  static Optional<Quorum> parse(String text) {
    if (text.matches("[1-9]\\d{0,3}")) {
      return Optional.of(new Count(Integer.parseInt(text)));
    }
    return Arrays.<Quorum>stream(Share.values())
        .filter(share -> share.text().equals(text))
        .findFirst();
  }
}
