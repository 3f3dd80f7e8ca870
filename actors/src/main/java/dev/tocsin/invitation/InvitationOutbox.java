package dev.tocsin.invitation;

import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table of invitations that are to go out by mail. A row is written with its invitation, in one
 * transaction, and goes with it: one that was used, revoked or replaced is not mailed any more.
 * Calls block, and throw {@link StoreUnavailableException} where nothing was done.
 */
public interface InvitationOutbox {
  /**
   * Takes mails that are due for one attempt each. Whoever dies with one leaves it to be claimed
   * again after {@code until}. What belongs to invitations that have expired is removed.
   */
  List<OutgoingInvitation> claim(Instant now, Instant until, int limit);

  /** The mail server has it; its secret is forgotten. */
  void sent(OutgoingInvitation invitation, Instant at);

  /** It is not tried again by itself. */
  void refused(OutgoingInvitation invitation, Instant at, String reason);

  /** It is tried again then; not if it was claimed again meanwhile. */
  void later(OutgoingInvitation invitation, Instant nextTry, String reason);

  /** When the next mail is due; empty where none waits. */
  Optional<Instant> nextDue();
}
