package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.configuration.Peers;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.page.Entrance.Outcome;
import dev.tocsin.http.testing.MemoryConfiguration;
import dev.tocsin.http.testing.MemoryTenancy;
import dev.tocsin.http.testing.MovableTime;
import dev.tocsin.http.testing.Store;
import dev.tocsin.input.FieldError;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.InvitationLinks;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.RandomSecret;
import dev.tocsin.tenancy.access.SessionTokens;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.tenancy.access.SignInThrottle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenancyEntranceTest {
  private static final String EMAIL = "mara@example.com";
  private static final String PASSWORD = "a sentence nobody knows";
  private static final HttpRequest REQUEST = HttpRequest.POST("/login");

  private final Store store = new Store();
  private final MovableTime time = new MovableTime();
  private final MemoryConfiguration tables = new MemoryConfiguration(store);
  private final MemoryTenancy tenancy = new MemoryTenancy(store, tables);
  private final NodeConfiguration configuration = new NodeConfiguration(tables, Runnable::run);
  private final Passwords passwords = new Passwords();
  private final DerivedKeys keys =
      new DerivedKeys("a key for tests of 32 bytes, more".getBytes(StandardCharsets.UTF_8));
  private final SessionTokens sessions = new SessionTokens(keys);
  private final Access access = new Access(tenancy.store(), sessions, Runnable::run, time);
  private final SignIn signIn =
      new SignIn(
          tenancy, passwords, new SignInThrottle(time), sessions, access, Runnable::run, time);
  private final Setup setUp =
      new Setup(tenancy, passwords, keys, () -> new UUID(0, 7), Runnable::run, time);
  private final Entrance entrance =
      new TenancyEntrance(
          new Authentication(access, sessions, URI.create("http://localhost:8080")),
          new ClientAddress(List.of()),
          new TenancyEntrance.Ways(
              signIn,
              setUp,
              new Joining(
                  tenancy.store(),
                  passwords,
                  signIn,
                  new InvitationLinks(URI.create("http://localhost:8080"), keys),
                  Runnable::run,
                  time)),
          new ConfigurationWriter(tables, configuration, Peers.NONE, Runnable::run));

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void theSetUpLinkMakesTheOwnerAndWorksOnce() {
    Outcome.Entered entered = (Outcome.Entered) found();

    Entrance.Visitor owner = visitor(entered).orElseThrow();
    assertThat(owner.called()).isEqualTo(EMAIL);
    assertThat(owner.principal().role()).isEqualTo(Role.OWNER);
    assertThat(owner.csrf()).isNotEmpty();
    assertThat(configuration.find(owner.principal().organization()))
        .as("the node knows the organization at once")
        .asString()
        .contains("Acme");
    assertThat(problem(found())).startsWith("This link is not complete, or Tocsin has been");
  }

  @Test
  void aFormIsReadFieldByField() {
    Outcome outcome = join(entrance.setUp(REQUEST, setUp.token(), " ", "nobody", "short"));

    assertThat(((Outcome.Refused) outcome).errors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("organization", "email", "password");
  }

  @Test
  void onlyTheRightPasswordLetsIn() {
    found();

    assertThat(visitor(join(entrance.signIn(REQUEST, " Mara@Example.com ", PASSWORD)))).isPresent();
    String wrong = problem(join(entrance.signIn(REQUEST, EMAIL, "another sentence")));
    assertThat(wrong).isEqualTo(problem(join(entrance.signIn(REQUEST, "x@y.z", PASSWORD))));
    assertThat(wrong).isEqualTo(problem(join(entrance.signIn(REQUEST, "nothing", PASSWORD))));
  }

  @Test
  void guessingIsThrottled() {
    found();
    Outcome outcome = join(entrance.signIn(REQUEST, EMAIL, "guess"));
    for (int guess = 0; guess < 30 && !(outcome instanceof Outcome.Throttled); guess++) {
      outcome = join(entrance.signIn(REQUEST, EMAIL, "guess"));
    }
    assertThat(outcome).isInstanceOf(Outcome.Throttled.class);
    assertThat(((Outcome.Throttled) outcome).retryAfter()).isPositive();
  }

  @Test
  void nobodyIsLetInWhileTheStoreIsAway() {
    found();
    store.goAway();

    assertThatThrownBy(() -> join(entrance.signIn(REQUEST, EMAIL, PASSWORD)))
        .hasRootCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void signingOutEndsTheSession() {
    Outcome.Entered entered = (Outcome.Entered) found();
    HttpRequest request = HttpRequest.POST("/logout").addHeader(cookie(entered));

    List<HttpHeader> headers = join(entrance.signOut(request));

    assertThat(headers).singleElement().asString().contains("Max-Age=0");
    assertThat(visitor(entered)).isEmpty();
    assertThat(join(entrance.signOut(HttpRequest.POST("/logout")))).hasSize(1);
  }

  @Test
  void anInvitationIsAcceptedOnceAndTheNameMayStayEmpty() {
    Entrance.Visitor owner = visitor(found()).orElseThrow();
    String secret = RandomSecret.create(RandomSecret.INVITATION);
    tenancy.invite(
        new Invitation(
            InvitationId.create(),
            owner.principal().organization(),
            EmailAddress.parse("jonas@example.com").orElseThrow(),
            Role.RESPONDER,
            time.instant(),
            time.instant().plus(Duration.ofDays(7))),
        SecretHash.of(secret),
        Author.system(owner.principal().organization()));

    Outcome tooShort = join(entrance.accept(REQUEST, secret, "", "short"));
    assertThat(((Outcome.Refused) tooShort).errors().getFirst().field()).isEqualTo("password");
    Entrance.Visitor jonas =
        visitor(join(entrance.accept(REQUEST, secret, "", PASSWORD))).orElseThrow();

    assertThat(jonas.called()).isEqualTo("jonas@example.com");
    assertThat(jonas.principal().role()).isEqualTo(Role.RESPONDER);
    assertThat(problem(join(entrance.accept(REQUEST, secret, "", PASSWORD))))
        .startsWith("This invitation was used");
  }

  private Outcome found() {
    return join(entrance.setUp(REQUEST, setUp.token(), "Acme", EMAIL, PASSWORD));
  }

  private Optional<Entrance.Visitor> visitor(Outcome outcome) {
    time.pass(Duration.ofSeconds(6));
    return join(
        entrance.visitor(HttpRequest.GET("/").addHeader(cookie((Outcome.Entered) outcome))));
  }

  private static HttpHeader cookie(Outcome.Entered entered) {
    SetCookie set = (SetCookie) entered.headers().getFirst();
    return Cookie.create(set.cookie().name(), set.cookie().value());
  }

  private static String problem(Outcome outcome) {
    FieldError error = ((Outcome.Refused) outcome).errors().getFirst();
    assertThat(error.field()).isEmpty();
    return error.message();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
