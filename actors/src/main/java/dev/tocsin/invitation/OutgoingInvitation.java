package dev.tocsin.invitation;

import dev.tocsin.conf.Secret;
import dev.tocsin.tenancy.Invitation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation whose mail one node has claimed for one attempt.
 *
 * @param mail names the mail, in all attempts
 * @param attempt counted from 1
 * @param token what its link carries
 * @param claimedUntil no other node tries before
 */
public record OutgoingInvitation(
    Invitation invitation,
    UUID mail,
    int attempt,
    Secret token,
    Host host,
    Instant queuedAt,
    Instant claimedUntil) {
  /**
   * Who invites.
   *
   * @param zone of the organization
   * @param person as others call them; null where a program invites, or they have left
   */
  public record Host(String organization, ZoneId zone, @Nullable String person) {}
}
