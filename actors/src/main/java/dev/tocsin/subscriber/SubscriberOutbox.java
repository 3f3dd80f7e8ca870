package dev.tocsin.subscriber;

import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The tables of what is to be told to subscribers. That an update is to be told stands there as
 * soon as its incident's row does, written in one transaction. Calls block, and throw {@link
 * StoreUnavailableException} where nothing was done.
 */
public interface SubscriberOutbox {
  /**
   * Makes updates that are new into letters, all letters of an update in one transaction. One that
   * cannot be is reported, tried again by the next call, and holds up no other.
   *
   * @return what was found
   */
  Spread spread(Instant now);

  /**
   * @param told updates that became letters
   * @param late updates that nobody is told of any more, because they are too old
   */
  record Spread(int told, int late) {}

  /**
   * Takes letters that are due for one attempt each, questions before what is told. Whoever dies
   * with one leaves it to be claimed again after {@code until}. What is not to be told any more,
   * because it was taken back or its page is public no more, is dropped.
   *
   * @param claim a new id for each call
   */
  List<Outgoing> claim(
      Set<Destination.Kind> kinds, UUID claim, Instant now, Instant until, int limit);

  /** Whoever claimed them is there still. */
  void renew(Collection<UUID> claims, Instant until);

  /** Whoever claimed them does not try them now: that was no attempt. */
  void release(Collection<Outgoing> letters);

  /** The other side has it. */
  void sent(Outgoing letter, Instant at);

  /** It is not tried again. */
  void failed(Outgoing letter, Instant at, String reason);

  /**
   * It is tried again then; not if it was claimed again meanwhile. A question to a webhook or to
   * Slack goes after all that is told from then on.
   */
  void later(Outgoing letter, Instant nextTry, String reason);

  /** When the next letter of these kinds is due; empty where none waits. */
  Optional<Instant> nextDue(Set<Destination.Kind> kinds);

  /** Forgets who never answered, who was of a page that is gone, and what was told long ago. */
  void sweep(Instant now);
}
