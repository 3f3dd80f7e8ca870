package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.FieldError;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Lets in who knows the password {@code right}; other passwords say what is to happen. Who is in
 * has the role that a second cookie names, else an owner's, and the time zone that a third names.
 */
final class FakeEntrance implements Entrance {
  static final String CSRF = "csrf-of-the-session";
  static final String COOKIE = "session=in";

  private static final Pattern ZONE = Pattern.compile("zone=([A-Za-z_/]+)");

  private static final User MARA =
      new User(UserId.create(), new EmailAddress("mara@example.com"), "Mara Lind", Instant.EPOCH);

  private final OrganizationId organization;

  FakeEntrance(OrganizationId organization) {
    this.organization = organization;
  }

  @Override
  public CompletionStage<Optional<Visitor>> visitor(HttpRequest request) {
    String cookie = request.getHeader("Cookie").map(HttpHeader::value).orElse("");
    boolean in = cookie.contains(COOKIE);
    Role role =
        Stream.of(Role.values())
            .filter(each -> cookie.contains("role=" + each))
            .findFirst()
            .orElse(Role.OWNER);
    return CompletableFuture.completedStage(
        in
            ? Optional.of(
                new Visitor(
                    new Principal(
                        Author.user(UserId.create()), organization, role, SessionId.create()),
                    MARA.changed(MARA.name(), zone(cookie)),
                    Map.of(organization, role),
                    CSRF))
            : Optional.empty());
  }

  private static ZoneId zone(String cookie) {
    Matcher zone = ZONE.matcher(cookie);
    return zone.find() ? ZoneId.of(zone.group(1)) : null;
  }

  @Override
  public CompletionStage<Outcome> signIn(HttpRequest request, String email, String password) {
    return switch (password) {
      case "right" -> entered();
      case "fast" ->
          CompletableFuture.completedStage(new Outcome.Throttled(Duration.ofSeconds(42)));
      case "away" -> CompletableFuture.failedStage(new StoreUnavailableException("taken away"));
      case "broken" -> CompletableFuture.failedStage(new IllegalStateException("a secret cause"));
      default ->
          CompletableFuture.completedStage(
              Outcome.Refused.because(
                  "This e-mail address and this password do not belong together."));
    };
  }

  @Override
  public CompletionStage<Outcome> setUp(
      HttpRequest request, String token, String organization, String email, String password) {
    if (!token.equals("good")) {
      return CompletableFuture.completedStage(
          Outcome.Refused.because("This link was used, or is not complete."));
    }
    return password.length() < 12
        ? CompletableFuture.completedStage(
            new Outcome.Refused(
                List.of(new FieldError("password", "It must have at least 12 characters."))))
        : entered();
  }

  @Override
  public CompletionStage<Outcome> accept(
      HttpRequest request, String token, String name, String password) {
    return setUp(request, token, "", "", password);
  }

  @Override
  public CompletionStage<List<HttpHeader>> signOut(HttpRequest request) {
    return CompletableFuture.completedStage(
        List.of(RawHeader.create("Set-Cookie", "session=; Max-Age=0; Path=/")));
  }

  private static CompletionStage<Outcome> entered() {
    return CompletableFuture.completedStage(
        new Outcome.Entered(
            List.of(RawHeader.create("Set-Cookie", COOKIE + "; Path=/; HttpOnly"))));
  }
}
