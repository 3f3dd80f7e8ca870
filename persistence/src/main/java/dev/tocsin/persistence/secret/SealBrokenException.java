package dev.tocsin.persistence.secret;

import org.jspecify.annotations.Nullable;

/** A sealed text does not open: another key, another place, or damage. */
public final class SealBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SealBrokenException(Secrets.Place place, @Nullable Throwable cause) {
    super(
        "The "
            + place.field()
            + " of "
            + place.row()
            + " does not open with this installation's secret key",
        cause);
  }
}
