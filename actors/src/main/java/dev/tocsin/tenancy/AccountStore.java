package dev.tocsin.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of users and their sessions. Each change has its audit row in the same transaction.
 * Calls block, and throw {@link StoreUnavailableException} where nothing was done.
 */
public interface AccountStore {
  /** Whether anybody owns anything here; an installation without an owner waits to be set up. */
  boolean hasOwner();

  /**
   * Creates the first organization and its owner, unless an owner exists: of several nodes that try
   * at once, one succeeds.
   *
   * @return whether this call did it
   */
  boolean setUp(Organization organization, Account owner);

  /**
   * Creates an organization for somebody who had no account.
   *
   * @throws ConflictException where the address has an account
   */
  void signUp(Organization organization, Account owner);

  Optional<Account> account(EmailAddress email);

  /**
   * @return what the session may do, empty where the user is in no organization (any more) and no
   *     session was stored
   */
  Optional<SessionVerdict> startSession(Session session);

  /**
   * @return false where the user has no such session
   */
  boolean endSession(UserId user, SessionId session, Instant at);

  /**
   * Ends every session of a user but one.
   *
   * @return those that it ended
   */
  List<SessionId> endOthers(UserId user, SessionId kept, Instant at);

  /** Those that have not expired, the latest first. */
  List<Session> sessions(UserId user, Instant now);

  /** Empty where it has ended, has expired, or its user is in no organization. */
  Optional<SessionVerdict> session(SessionId session, Instant now);

  /**
   * Changes what a person is called and the zone they read times in.
   *
   * @param name null for none
   * @param timeZone null for none
   * @return false where there is no such user (any more)
   */
  boolean change(UserId user, @Nullable String name, @Nullable ZoneId timeZone, Instant at);

  /**
   * Gives a user another password and ends every session of theirs but one.
   *
   * @return the sessions that it ended
   */
  List<SessionId> changePassword(UserId user, PasswordHash password, SessionId kept, Instant at);

  /** Remembers the organization that is meant where a request of the user names none. */
  void choose(UserId user, OrganizationId organization);
}
