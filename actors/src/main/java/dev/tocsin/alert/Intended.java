package dev.tocsin.alert;

import dev.tocsin.Ids;
import dev.tocsin.notify.Message;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message that is to go out.
 *
 * @param id the same wherever and however often it is thought of: made from the alert, what is told
 *     and where
 * @param endpoint the id of a contact method or a channel
 * @param person whom it tells; null for a channel
 * @param due not before this
 * @param closes whether the place is told as well that the alert is over
 */
public record Intended(
    UUID id,
    Message.Kind kind,
    UUID endpoint,
    @Nullable UserId person,
    Instant due,
    boolean closes) {
  /**
   * @param occasion tells apart what is told more than once
   */
  public static Intended of(
      AlertRef alert,
      Message.Kind kind,
      String occasion,
      UUID endpoint,
      @Nullable UserId person,
      Instant due,
      boolean closes) {
    UUID id =
        Ids.derive(alert.alert().value(), "notification", kind + " " + occasion + " " + endpoint);
    return new Intended(id, kind, endpoint, person, due, closes);
  }
}
