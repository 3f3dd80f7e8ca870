package dev.tocsin.subscriber;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of subscribers. Calls block, and throw {@link StoreUnavailableException} where nothing
 * was done.
 */
public interface SubscriberStore {
  /** So long a question whether an address wants to be told can be answered. */
  Duration ASKED_FOR = Duration.ofHours(24);

  /**
   * Somebody entered an address. It is asked by a letter, which is queued in the same transaction;
   * one that is told already gets a letter that says so. Of an address that was asked often lately
   * nothing happens. Nobody who asks learns which of these it was.
   *
   * @param wanted with a fresh id, which another may have in its place
   * @param by the member who entered it; null where that was anybody
   * @throws ThrottledException where too many addresses were entered for this page
   */
  void ask(Subscriber wanted, @Nullable Author by, Instant now);

  Optional<Subscriber> find(SubscriberId subscriber);

  /**
   * Their owner says yes.
   *
   * @return false where nobody is asked any more
   */
  boolean confirm(SubscriberId subscriber, Instant now);

  /**
   * @param components empty for all
   * @return false where there is no such subscriber
   */
  boolean choose(SubscriberId subscriber, List<ComponentId> components);

  /** They leave: their address is gone, and nothing that waits is sent. */
  boolean leave(SubscriberId subscriber);

  /** A member takes one off a page. */
  boolean remove(
      OrganizationId organization,
      StatusPageId page,
      SubscriberId subscriber,
      Author by,
      Instant now);

  /**
   * Those of a page, the newest first.
   *
   * @param before only those with a smaller id; null for all
   */
  List<Subscriber> list(
      OrganizationId organization, StatusPageId page, @Nullable SubscriberId before, int limit);

  /** How many of a page have confirmed, by kind; a kind without any is missing. */
  Map<Destination.Kind, Integer> counts(OrganizationId organization, StatusPageId page);

  /** What came of telling of something, by page and update, the latest update first. */
  List<Progress> progress(OrganizationId organization, UUID subject);

  /**
   * How far the telling of one update is, on one page.
   *
   * @param failed those that will not be tried again
   */
  record Progress(StatusPageId page, UUID post, Instant at, int sent, int waiting, int failed) {
    public int all() {
      return sent + waiting + failed;
    }
  }
}
