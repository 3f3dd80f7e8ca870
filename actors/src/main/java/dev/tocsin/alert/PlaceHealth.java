package dev.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages reach a place.
 *
 * @param since when it came to that; null where nobody knows
 * @param reason why the last message did not arrive; null where it did
 * @param lastDeliveredAt null where nothing was delivered there lately
 */
public record PlaceHealth(
    State state,
    @Nullable Instant since,
    @Nullable String reason,
    @Nullable Instant lastDeliveredAt) {
  static final PlaceHealth UNKNOWN = new PlaceHealth(State.UNKNOWN, null, null, null);

  public enum State {
    DELIVERING,
    /** The last attempt failed. */
    FAILING,
    /** So many did that an alert says so. */
    NOT_DELIVERING,
    /** Nothing went there yet. */
    UNKNOWN
  }
}
