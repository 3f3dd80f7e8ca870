package dev.tocsin.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

  /** What came of a session that was to start. */
  sealed interface Start {
    /**
     * @param verdict what the session may do
     */
    record Started(SessionVerdict verdict) implements Start {}

    /** The user is in no organization (any more), and no session was stored. */
    record NoOrganization() implements Start {}

    /** The password is another one since it was judged, and no session was stored. */
    record OtherPassword() implements Start {}
  }

  /**
   * Starts a session, unless the password was changed meanwhile: whichever of the two comes first,
   * no session that a password began outlives its change.
   *
   * @param proven what the password was judged by
   */
  Start startSession(Session session, PasswordHash proven);

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
   * @param change of what is stored; may be asked several times, of which the last one counts
   * @return the person as they are then; empty where there is no such user (any more)
   */
  Optional<User> change(UserId user, UnaryOperator<User> change, Instant at);

  /**
   * Gives a user another password and ends every session of theirs but one, unless the password was
   * changed meanwhile.
   *
   * @param proven with what the present password was judged by
   * @return the sessions that it ended; empty where the password is another one since, and nothing
   *     was done
   */
  Optional<List<SessionId>> changePassword(
      Account proven, PasswordHash password, SessionId kept, Instant at);

  /** Remembers the organization that is meant where a request of the user names none. */
  void choose(UserId user, OrganizationId organization);
}
