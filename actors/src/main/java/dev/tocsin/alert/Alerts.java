package dev.tocsin.alert;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.Author;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of all organizations, wherever in the cluster they run. Every stage fails with {@link
 * StoreUnavailableException} where the cluster does not answer in time, and with {@link
 * ConflictException} where the alert's state forbids it. The caller has looked the alert up before:
 * an id from outside starts no entity.
 *
 * <p>While the store is away, what people do counts all the same: the sight says that it is not
 * stored yet.
 */
public interface Alerts {
  /** Raises an alert by hand; one with that id that exists is the answer, and stays as it is. */
  CompletionStage<AlertSight> open(AlertRef alert, AlertSubject subject, Author by);

  CompletionStage<AlertSight> respond(AlertRef alert, Response response);

  /**
   * How far a message came, as its service tells later; told again, or late, it is no news.
   *
   * @param reason why it was not delivered, in words; else null
   */
  CompletionStage<AlertSight> report(
      AlertRef alert, UUID notification, Arrival arrival, @Nullable String reason);

  CompletionStage<AlertSight> find(AlertRef alert);
}
