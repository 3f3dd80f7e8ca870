package dev.tocsin.tenancy.access;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.User;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * What people change about themselves, each in a session of theirs. Every stage fails with {@link
 * StoreUnavailableException} where nothing was done.
 */
public final class Profiles {
  private final AccountStore accounts;
  private final Passwords passwords;
  private final SignIn signIn;
  private final Access access;
  private final Executor blocking;
  private final InstantSource time;

  /**
   * @param blocking runs the store's calls
   */
  public Profiles(
      AccountStore accounts,
      Passwords passwords,
      SignIn signIn,
      Access access,
      Executor blocking,
      InstantSource time) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.signIn = signIn;
    this.access = access;
    this.blocking = blocking;
    this.time = time;
  }

  /**
   * @param change of the person as they are stored, which may be newer than {@code user}
   * @return the person as they are now
   */
  public CompletionStage<User> change(User user, SessionId session, UnaryOperator<User> change) {
    return CompletableFuture.supplyAsync(
            () -> accounts.change(user.id(), change, time.instant()), blocking)
        .thenApply(
            after -> {
              access.changed(session);
              return after.orElseGet(() -> change.apply(user));
            });
  }

  /**
   * Gives the person another password and ends all their sessions but this one. It is throttled
   * like a sign-in, and fails with {@link ThrottledException}.
   *
   * @return false where {@code present} is not their password
   */
  public CompletionStage<Boolean> changePassword(
      User user, SessionId kept, String present, String wanted, SignIn.From from) {
    return signIn
        .prove(user.email(), present, from)
        .thenCompose(
            account ->
                account.isEmpty()
                    ? CompletableFuture.completedStage(false)
                    : passwords
                        .hash(wanted)
                        .thenApplyAsync(
                            hash ->
                                accounts.changePassword(account.get(), hash, kept, time.instant()),
                            blocking)
                        .thenApply(ended -> ended.map(this::ended).isPresent()));
  }

  /**
   * Ends all the person's sessions but this one.
   *
   * @return how many
   */
  public CompletionStage<Integer> endOthers(User user, SessionId kept) {
    return CompletableFuture.supplyAsync(
        () -> ended(accounts.endOthers(user.id(), kept, time.instant())), blocking);
  }

  /** Makes an organization of the person's the one that is meant where a request names none. */
  public CompletionStage<Void> choose(User user, SessionId session, OrganizationId chosen) {
    return CompletableFuture.runAsync(() -> accounts.choose(user.id(), chosen), blocking)
        .thenRun(() -> access.changed(session));
  }

  private int ended(List<SessionId> sessions) {
    sessions.forEach(access::ended);
    return sessions.size();
  }
}
