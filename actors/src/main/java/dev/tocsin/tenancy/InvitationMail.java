package dev.tocsin.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the mail with an invitation's link fares. */
public sealed interface InvitationMail {
  /**
   * The mail server has not taken it yet.
   *
   * @param nextTry no later than now: it is being sent
   * @param reason why it did not go out last time; null before the first attempt has ended
   */
  record Waiting(Instant nextTry, @Nullable String reason) implements InvitationMail {}

  /** The mail server has taken it. */
  record Sent(Instant at) implements InvitationMail {}

  /**
   * The mail server does not take it, however often it is tried.
   *
   * @param reason mostly the server's own words
   */
  record Refused(Instant at, String reason) implements InvitationMail {}
}
