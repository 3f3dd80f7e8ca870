package dev.tocsin.alert;

import dev.tocsin.notify.Message;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was sent where, and what came of it. What alerts send is written with them; what a person
 * has sent by a button, tests of a place and codes, is added when its outcome is known. Calls
 * block, and throw {@link dev.tocsin.StoreUnavailableException} where the store does not answer.
 */
public interface DeliveryLog {
  Duration KEPT = Duration.ofDays(90);

  /** Those to one channel or contact method, the newest first. */
  List<Delivery> list(OrganizationId organization, UUID place, Question question);

  /** Writes down what no alert sent. Once more is the same as once. */
  void add(OrganizationId organization, UUID place, Delivery delivery);

  /** Of each place that there is, what happened to alerts' messages last. */
  List<Last> last();

  /** Forgets what ended before a time. */
  void forget(Instant before);

  /**
   * @param states empty for all
   * @param before only those due before this, or at it and with a smaller id
   */
  record Question(List<Notification.Progress> states, @Nullable Cursor before, int limit) {}

  /** A place in the list. */
  record Cursor(Instant due, UUID message) {}

  /**
   * One message.
   *
   * @param of null for what no alert sent
   * @param due when it was to go out
   */
  record Delivery(UUID id, @Nullable Of of, Message.Kind kind, Instant due, Result result) {}

  /** The alert that it tells of. */
  record Of(AlertId alert, String title) {}

  /**
   * @param at when the last attempt ended, or it was dropped, or intended
   * @param reason why it failed, or did not go out last time
   * @param reference the service's own name for it
   */
  record Result(
      Notification.Progress state,
      int attempts,
      Instant at,
      @Nullable String reason,
      @Nullable String reference) {}

  /**
   * @param deliveredAt null for never
   * @param failedAt null for never
   */
  record Last(
      OrganizationId organization,
      UUID place,
      @Nullable Instant deliveredAt,
      @Nullable Instant failedAt,
      @Nullable String reason) {}
}
