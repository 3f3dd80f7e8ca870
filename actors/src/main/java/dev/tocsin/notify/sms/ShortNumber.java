package dev.tocsin.notify.sms;

import dev.tocsin.Ids;
import java.util.UUID;

/**
 * What a person types to name an alert: the first digits of a number that is made of the alert's
 * id, so that nothing has to be kept to lead back to it. As many digits as tell it apart are
 * enough.
 */
public final class ShortNumber {
  /** As many as a message shows. */
  public static final int USUAL = 3;

  public static final int LONGEST = 6;
  private static final int LEAST = 100_000;

  private ShortNumber() {}

  /**
   * @param digits 1 to {@link #LONGEST}
   */
  public static String of(UUID alert, int digits) {
    long bits = Ids.derive(alert, "number for replies", "").getLeastSignificantBits();
    return String.valueOf(Math.floorMod(bits, 9 * LEAST) + LEAST).substring(0, digits);
  }

  /** Whether this is what its number begins with. */
  public static boolean isOf(UUID alert, String typed) {
    return of(alert, LONGEST).startsWith(typed);
  }
}
