package dev.tocsin.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.conf.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tables of who is in an organization. At least one owner always remains. Each change has its
 * audit row in the same transaction. Calls block, and throw {@link StoreUnavailableException} where
 * nothing was done.
 */
public interface MemberStore {
  /**
   * @param revision of the organization's configuration, with it
   */
  record Changed(Organization organization, long revision) {}

  /**
   * Changes what an organization is called and where its days begin. Two at once do it one after
   * the other, so that neither loses what the other did.
   *
   * @param change of the organization as it is then; it may keep what it has
   * @throws ConflictException where there is no such organization any more
   */
  Changed change(
      OrganizationId organization, UnaryOperator<Organization> change, Author by, Instant at);

  /**
   * Makes the organization's ping key another one: addresses with the one before stop working.
   *
   * @return the organization's revision after it
   */
  long renewPingKey(OrganizationId organization, Author by, Instant at);

  /** In the order they joined. */
  List<Member> members(OrganizationId organization);

  /**
   * @return empty where the user is no member
   * @throws ConflictException where no owner would remain
   */
  Optional<Member> changeRole(
      OrganizationId organization, UserId user, Role role, Author by, Instant at);

  /**
   * Ends a membership; a user without any other is erased with their sessions.
   *
   * @return false where the user is no member
   * @throws ConflictException where no owner would remain
   */
  boolean remove(OrganizationId organization, UserId user, Author by, Instant at);

  /**
   * Where the id exists already, what exists is answered and nothing is written. An earlier
   * invitation of the same address is replaced.
   *
   * @param mailed what its link carries, where Tocsin mails it: kept until the mail server has the
   *     mail; null where somebody sends the link on
   * @throws ConflictException where the address belongs to a member
   * @throws dev.tocsin.tenancy.access.ThrottledException where the organization has sent too many
   *     mails lately
   */
  Created<Invitation> invite(
      Invitation invitation, SecretHash secret, @Nullable Secret mailed, Author by);

  /** An invitation whose link somebody sends on. */
  default Created<Invitation> invite(Invitation invitation, SecretHash secret, Author by) {
    return invite(invitation, secret, null, by);
  }

  /**
   * Has an invitation mailed that waits, was refused, was sent before, or was never mailed. Where
   * its secret is not kept any more, it gets a new one, and links from before stop working.
   *
   * @param fresh the new secret, for where one is needed
   * @return empty where there is no such invitation
   * @throws dev.tocsin.tenancy.access.ThrottledException where the organization has sent too many
   *     mails lately
   */
  Optional<Invitation> mail(
      OrganizationId organization, InvitationId invitation, Secret fresh, Author by, Instant at);

  /** Those that can still be accepted, the latest first. */
  List<Invitation> invitations(OrganizationId organization, Instant now);

  /**
   * @return false where there is no such invitation
   */
  boolean withdraw(OrganizationId organization, InvitationId invitation, Author by, Instant at);

  /** Empty where it was used, withdrawn, or has expired. */
  Optional<Invitation> invitation(SecretHash secret, Instant now);

  /**
   * Uses an invitation up and makes the account a member, creating it where it is new. The
   * account's e-mail address becomes a contact method of theirs.
   *
   * @param isMailed whether it was accepted with what only a mail to the invited address carried,
   *     which shows of a new account that its mail arrives
   * @throws ConflictException where somebody else was quicker
   */
  void accept(Invitation invitation, boolean isMailed, Account account, Instant at);

  /** An invitation whose link was not mailed, or may have come another way. */
  default void accept(Invitation invitation, Account account, Instant at) {
    accept(invitation, false, account, at);
  }
}
