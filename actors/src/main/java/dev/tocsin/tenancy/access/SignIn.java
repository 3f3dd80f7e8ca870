package dev.tocsin.tenancy.access;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.Texts;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.SessionVerdict;
import dev.tocsin.tenancy.User;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Starts and ends sessions. */
public final class SignIn {
  /** How long a session lasts. */
  public static final Duration LASTS = Duration.ofDays(14);

  private static final int CLIENT_CHARACTERS = 200;

  private final AccountStore accounts;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final SessionTokens tokens;
  private final Access access;
  private final Executor blocking;
  private final InstantSource time;

  /**
   * @param blocking runs the store's calls
   */
  public SignIn(
      AccountStore accounts,
      Passwords passwords,
      SignInThrottle throttle,
      SessionTokens tokens,
      Access access,
      Executor blocking,
      InstantSource time) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.tokens = tokens;
    this.access = access;
    this.blocking = blocking;
    this.time = time;
  }

  /**
   * Where somebody signs in from.
   *
   * @param client what their browser or program calls itself
   */
  public record From(InetAddress address, String client) {}

  /**
   * @return empty where address and password do not belong together; fails with {@link
   *     ThrottledException} after too many of those, and with {@link StoreUnavailableException}
   */
  public CompletionStage<Optional<SignedIn>> signIn(
      EmailAddress email, String password, From from) {
    return prove(email, password, from)
        .thenCompose(
            account ->
                account.isEmpty()
                    ? CompletableFuture.completedStage(Optional.empty())
                    : start(account.get(), from));
  }

  /** The account whose password it is; throttled like a sign-in. */
  CompletionStage<Optional<Account>> prove(EmailAddress email, String password, From from) {
    try {
      throttle.attempt(email, from.address());
    } catch (ThrottledException tooMany) {
      return CompletableFuture.failedStage(tooMany);
    }
    return CompletableFuture.supplyAsync(() -> accounts.account(email), blocking)
        .thenCompose(
            account ->
                passwords
                    .verify(password, account.map(Account::password))
                    .thenApply(right -> right ? account : Optional.<Account>empty()))
        .whenComplete(
            (account, failure) -> {
              if (failure != null) {
                throttle.undecided(email, from.address());
              } else if (account.isPresent()) {
                throttle.succeeded(email, from.address());
              }
            });
  }

  /**
   * Starts a session for somebody who has proved who they are.
   *
   * @param proven with what their password was judged by
   * @return empty where that is not their password any more
   */
  CompletionStage<Optional<SignedIn>> start(Account proven, From from) {
    var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    // a token's expiry is in whole seconds
    var expires = now.plus(LASTS).truncatedTo(ChronoUnit.SECONDS);
    Session session =
        new Session(
            SessionId.create(),
            proven.user().id(),
            Texts.cut(from.client(), CLIENT_CHARACTERS),
            from.address().getHostAddress(),
            now,
            expires);
    return CompletableFuture.supplyAsync(
        () -> started(session, accounts.startSession(session, proven.password())), blocking);
  }

  private Optional<SignedIn> started(Session session, AccountStore.Start start) {
    return switch (start) {
      case AccountStore.Start.Started(SessionVerdict verdict) -> {
        access.began(session.id(), verdict);
        yield Optional.of(signedIn(session, verdict));
      }
      case AccountStore.Start.NoOrganization nowhere ->
          throw new ConflictException(
              "This account is in no organization; ask to be invited again.");
      case AccountStore.Start.OtherPassword changed -> Optional.empty();
    };
  }

  private SignedIn signedIn(Session session, SessionVerdict verdict) {
    OrganizationId current = verdict.current().orElseThrow();
    var role = java.util.Objects.requireNonNull(verdict.roles().get(current));
    return new SignedIn(
        tokens.sign(session.id(), session.expiresAt()),
        session.expiresAt(),
        Access.caller(session.id(), verdict, current, role));
  }

  /**
   * Ends one of the user's own sessions.
   *
   * @return false where the user has no such session
   */
  public CompletionStage<Boolean> end(User user, SessionId session) {
    return CompletableFuture.supplyAsync(
            () -> accounts.endSession(user.id(), session, time.instant()), blocking)
        .thenApply(
            ended -> {
              if (ended) {
                access.ended(session);
              }
              return ended;
            });
  }

  public CompletionStage<List<Session>> sessions(User user) {
    return CompletableFuture.supplyAsync(
        () -> accounts.sessions(user.id(), time.instant()), blocking);
  }

  /** What a form or script must show that acts in this session; empty for a token's caller. */
  public Optional<String> csrf(Principal principal) {
    return Optional.ofNullable(principal.session()).map(tokens::csrf);
  }
}
