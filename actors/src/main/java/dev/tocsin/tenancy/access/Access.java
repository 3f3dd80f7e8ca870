package dev.tocsin.tenancy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.SessionVerdict;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is let in. What the store said is believed for 5 s at most, so that an ended session
 * is refused by every node after that; while the store is away nothing can be ended, and its last
 * word stands.
 */
public final class Access {
  /** How long a verdict is believed. */
  public static final Duration BELIEVED = Duration.ofSeconds(5);

  /** How often a person's last organization is written at most. */
  public static final Duration BETWEEN_CHOICES = Duration.ofMinutes(5);

  private static final int CHOICES_REMEMBERED = 10_000;
  private static final Logger log = LoggerFactory.getLogger(Access.class);

  private final AccountStore accounts;
  private final SessionTokens sessionTokens;
  private final Executor blocking;
  private final InstantSource time;
  private final CachedVerdicts<SessionId, SessionVerdict> sessions;
  private final CachedVerdicts<SecretHash, ApiToken> tokens;
  private final Cache<UserId, OrganizationId> written;

  /**
   * @param blocking runs the store's calls
   */
  public Access(
      TenancyStore store, SessionTokens sessionTokens, Executor blocking, InstantSource time) {
    this.accounts = store.accounts();
    this.sessionTokens = sessionTokens;
    this.blocking = blocking;
    this.time = time;
    this.sessions =
        new CachedVerdicts<>(id -> accounts.session(id, time.instant()), blocking, time);
    this.tokens = new CachedVerdicts<>(store.tokens()::find, blocking, time);
    this.written =
        Caffeine.newBuilder()
            .maximumSize(CHOICES_REMEMBERED)
            .expireAfterWrite(BETWEEN_CHOICES)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()))
            .executor(Runnable::run)
            .build();
  }

  /**
   * @param shown a session's signed form or an API token
   * @param wanted the organization that was asked for; null where none was
   * @return fails with {@link StoreUnavailableException} where the store is away and this node has
   *     never heard of the caller
   */
  public CompletionStage<Answer> caller(String shown, @Nullable OrganizationId wanted) {
    return caller(shown, wanted, BELIEVED);
  }

  /** As {@link #caller(String, OrganizationId)}, with a word of the store of this age at most. */
  public CompletionStage<Answer> caller(
      String shown, @Nullable OrganizationId wanted, Duration atMostOld) {
    if (shown.startsWith(RandomSecret.TOKEN)) {
      return RandomSecret.hasForm(RandomSecret.TOKEN, shown)
          ? tokens
              .ask(SecretHash.of(shown), atMostOld)
              .thenApply(
                  token -> token.map(known -> of(known, wanted)).orElse(new Answer.Unknown()))
          : CompletableFuture.completedStage(new Answer.Unknown());
    }
    Instant now = time.instant();
    Optional<SessionId> session = sessionTokens.verify(shown, now);
    if (session.isEmpty()) {
      return CompletableFuture.completedStage(new Answer.Unknown());
    }
    SessionId id = session.get();
    return sessions
        .ask(id, atMostOld)
        .thenApply(
            verdict ->
                verdict
                    .filter(known -> known.expiresAt().isAfter(now))
                    .map(known -> of(id, known, wanted))
                    .orElse(new Answer.Unknown()));
  }

  /** What was just written here is seen by this node's next request, not only 5 s later. */
  public void doubtAll() {
    sessions.doubt();
    tokens.doubt();
  }

  /** A session that was started here is let in here, even should the store go away at once. */
  void began(SessionId session, SessionVerdict verdict) {
    sessions.learn(session, verdict);
  }

  /**
   * As a session that was started here, so a token that was made here.
   *
   * @param secret what is shown
   */
  public void made(SecretHash secret, ApiToken token) {
    tokens.learn(secret, token);
  }

  /** A session that was ended here is refused from now on, even should the store go away. */
  public void ended(SessionId session) {
    sessions.forget(session);
  }

  /** What the session's user changed about themselves is seen by the session's next request. */
  void changed(SessionId session) {
    sessions.doubt(session);
  }

  private static Answer of(ApiToken token, @Nullable OrganizationId wanted) {
    OrganizationId organization = token.organization();
    return wanted != null && !wanted.equals(organization)
        ? new Answer.NotAMember()
        : new Answer.Known(
            new Caller(
                new Principal(Author.token(token.id()), organization, token.role(), null),
                null,
                null,
                Map.of(organization, token.role())));
  }

  private Answer of(SessionId id, SessionVerdict verdict, @Nullable OrganizationId wanted) {
    Optional<OrganizationId> organization =
        wanted == null ? verdict.current() : Optional.of(wanted);
    Role role = organization.map(verdict.roles()::get).orElse(null);
    if (organization.isEmpty() || role == null) {
      return new Answer.NotAMember();
    }
    if (wanted != null && !organization.equals(verdict.current())) {
      remember(id, verdict, wanted);
    }
    return new Answer.Known(caller(id, verdict, organization.get(), role));
  }

  static Caller caller(
      SessionId id, SessionVerdict verdict, OrganizationId organization, Role role) {
    return new Caller(
        new Principal(Author.user(verdict.user().id()), organization, role, id),
        verdict.user(),
        verdict.expiresAt(),
        verdict.roles());
  }

  /**
   * Makes the chosen organization the person's last: a convenience for later requests, worth no
   * failure of this one, and no write at each request of a page or script that goes back and forth.
   */
  private void remember(SessionId id, SessionVerdict verdict, OrganizationId chosen) {
    if (written.asMap().putIfAbsent(verdict.user().id(), chosen) != null) {
      return;
    }
    CompletableFuture.runAsync(() -> accounts.choose(verdict.user().id(), chosen), blocking)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                sessions.doubt(id);
              } else {
                log.warn("The organization a user chose is not remembered: {}", failure.toString());
              }
            });
  }
}
