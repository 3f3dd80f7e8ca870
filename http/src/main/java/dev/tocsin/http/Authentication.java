package dev.tocsin.http;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.Answer;
import dev.tocsin.tenancy.access.Caller;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.SessionTokens;
import dev.tocsin.tenancy.access.SignedIn;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;
import org.jspecify.annotations.Nullable;

/** Who sent a request, and whether they meant to. */
public final class Authentication {
  /** The cookie that holds a session. */
  public static final String COOKIE = "tocsin_session";

  /** The header in which a script shows that it belongs to the session. */
  public static final String CSRF_HEADER = "Tocsin-CSRF";

  /** The field in which a form shows that it belongs to the session. */
  public static final String CSRF_FIELD = "csrf";

  /** Names the organization that is meant, for people who are in several. */
  public static final String ORGANIZATION_HEADER = "Tocsin-Organization";

  private final Access access;
  private final SessionTokens tokens;
  private final SameOrigin sameOrigin;
  private final boolean tls;

  public Authentication(Access access, SessionTokens tokens, URI publicUrl) {
    this.access = access;
    this.tokens = tokens;
    this.sameOrigin = new SameOrigin(publicUrl);
    this.tls = "https".equals(publicUrl.getScheme());
  }

  /**
   * Who asks; empty where nobody proved anything. It says nothing of whether a browser was tricked:
   * before something changes, ask {@link #refusal}.
   *
   * @return fails with {@link dev.tocsin.StoreUnavailableException}, and with {@link
   *     ProblemException} (403) where the caller has no role in the organization asked for
   */
  public CompletionStage<Optional<Caller>> caller(HttpRequest request) {
    return caller(request, Access.BELIEVED);
  }

  /** As {@link #caller(HttpRequest)}, with a word of the store of this age at most. */
  public CompletionStage<Optional<Caller>> caller(HttpRequest request, Duration atMostOld) {
    Optional<String> shown = bearer(request).or(() -> cookie(request));
    if (shown.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    Optional<String> asked = value(request, ORGANIZATION_HEADER);
    Optional<UUID> wanted = asked.flatMap(Ids::parse);
    if (asked.isPresent() && wanted.isEmpty()) {
      return CompletableFuture.failedStage(noRole());
    }
    return access
        .caller(shown.get(), wanted.map(OrganizationId::new).orElse(null), atMostOld)
        .thenApply(
            answer ->
                switch (answer) {
                  case Answer.Known known -> Optional.of(known.caller());
                  case Answer.Unknown unknown -> Optional.<Caller>empty();
                  case Answer.NotAMember notAMember -> throw noRole();
                });
  }

  /**
   * Why a request that changes something is refused, although its caller might: it came with a
   * cookie from another site's page, or does not show that it belongs to the session.
   *
   * @param caller null where nobody signed in (a sign-in itself)
   * @param field the form's field {@link #CSRF_FIELD}; null where there is none
   */
  public Optional<String> refusal(
      HttpRequest request, @Nullable Caller caller, @Nullable String field) {
    if (isSafe(request) || bearer(request).isPresent()) {
      return Optional.empty();
    }
    if (caller == null) {
      return sameOrigin.refusal(request);
    }
    Optional<String> foreign = sameOrigin.refusalOfSession(request);
    if (foreign.isPresent()) {
      return foreign;
    }
    Optional<String> shown = value(request, CSRF_HEADER).or(() -> Optional.ofNullable(field));
    if (shown.isPresent() && DerivedKeys.same(shown.get(), csrf(caller).orElse(""))) {
      return Optional.empty();
    }
    return Optional.of(
        "The header "
            + CSRF_HEADER
            + " (in a form the field "
            + CSRF_FIELD
            + ") must hold the session's CSRF token; GET /api/v1/session tells it.");
  }

  /** What a form or script must show; empty where the caller is no session. */
  public Optional<String> csrf(Caller caller) {
    return Optional.ofNullable(caller.principal().session()).map(tokens::csrf);
  }

  /** Set on the answer to a sign-in. */
  public HttpHeader cookie(SignedIn signedIn, Duration lasts) {
    return SetCookie.create(cookie(signedIn.token(), lasts.toSeconds()));
  }

  /** Set on the answer to a sign-out. */
  public HttpHeader noCookie() {
    return SetCookie.create(cookie("", 0));
  }

  private HttpCookie cookie(String value, long seconds) {
    return HttpCookie.create(COOKIE, value)
        .withPath("/")
        .withHttpOnly(true)
        .withSecure(tls)
        .withSameSite(SameSite.Lax)
        .withMaxAge(seconds);
  }

  private static Optional<String> bearer(HttpRequest request) {
    return value(request, "Authorization").map(other -> Bearer.of(request).orElse(""));
  }

  private static Optional<String> cookie(HttpRequest request) {
    for (HttpHeader header : request.getHeaders()) {
      if (header instanceof Cookie cookies) {
        for (HttpCookiePair pair : cookies.getCookies()) {
          if (pair.name().equals(COOKIE)) {
            return Optional.of(pair.value());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a browser shows that it was signed in; nothing of whether it still is. */
  public static boolean showsSession(HttpRequest request) {
    return cookie(request).filter(shown -> !shown.isEmpty()).isPresent();
  }

  private static boolean isSafe(HttpRequest request) {
    return request.method().equals(HttpMethods.GET)
        || request.method().equals(HttpMethods.HEAD)
        || request.method().equals(HttpMethods.OPTIONS);
  }

  private static Optional<String> value(HttpRequest request, String header) {
    return request.getHeader(header).map(HttpHeader::value);
  }

  private static ProblemException noRole() {
    return new ProblemException(
        Problem.forbidden("You are not a member of the organization that the request names."));
  }
}
