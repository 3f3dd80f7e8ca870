package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.ProblemException;
import dev.tocsin.http.api.ArrivalApi;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Caller;
import dev.tocsin.tenancy.access.Founded;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.tenancy.access.SignedIn;
import dev.tocsin.tenancy.access.ThrottledException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The ways in and out as the organizations and their members have them. */
public final class TenancyEntrance implements Entrance {
  private static final String WRONG =
      "This e-mail address and this password do not belong together.";
  private static final String NO_SET_UP =
      "This link is not complete, or Tocsin has been set up already. The log of the first start has"
          + " the link.";
  private static final String NO_INVITATION =
      "This invitation was used or withdrawn, has expired, or its link is not complete. Ask to be"
          + " invited again.";

  private static final int LONGEST_NAME = 100;

  private final Authentication authentication;
  private final ClientAddress addresses;
  private final Ways ways;
  private final ConfigurationWriter writer;

  /** What lets people in. */
  public record Ways(SignIn signIn, Setup setup, Joining joining) {}

  /**
   * @param writer tells the nodes of an organization that was founded
   */
  public TenancyEntrance(
      Authentication authentication,
      ClientAddress addresses,
      Ways ways,
      ConfigurationWriter writer) {
    this.authentication = authentication;
    this.addresses = addresses;
    this.ways = ways;
    this.writer = writer;
  }

  @Override
  public CompletionStage<Optional<Visitor>> visitor(HttpRequest request) {
    return authentication
        .caller(request)
        .thenApply(caller -> caller.flatMap(this::visitor))
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof ProblemException) {
                return Optional.empty(); // no member of what the request names
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }

  @Override
  public CompletionStage<Outcome> signIn(HttpRequest request, String email, String password) {
    return attempt(
        () -> {
          Optional<EmailAddress> address = EmailAddress.parse(email);
          if (address.isEmpty() || password.length() > Passwords.LONGEST) {
            return refused(WRONG);
          }
          return ways.signIn()
              .signIn(address.get(), password, from(request))
              .thenApply(
                  signedIn ->
                      signedIn.<Outcome>map(this::entered).orElse(Outcome.Refused.because(WRONG)));
        });
  }

  @Override
  public CompletionStage<Outcome> setUp(
      HttpRequest request, String token, String organization, String email, String password) {
    return attempt(
        () -> {
          Input input = input(Map.of("organization", organization, "password", password));
          String name = input.text("organization", LONGEST_NAME);
          String chosen = Passwords.read(input, "password");
          Optional<EmailAddress> address = EmailAddress.parse(email);
          input.check(
              address.isPresent(),
              "email",
              "It must be an e-mail address such as ann@example.com.");
          input.finish();
          return ways.setup()
              .byLink(token, name, address.orElseThrow(), chosen)
              .thenCompose(
                  founded ->
                      founded.isEmpty() ? refused(NO_SET_UP) : begin(founded.get(), request));
        });
  }

  @Override
  public CompletionStage<Outcome> accept(
      HttpRequest request, String token, String name, String password) {
    return attempt(
        () -> {
          Input input = input(Map.of("name", name, "password", password));
          String called = input.optionalText("name", LONGEST_NAME).orElse(null);
          String shown = input.verbatim("password", Passwords.LONGEST).orElse("");
          input.finish();
          return ways.joining()
              .accept(token, called, shown, from(request))
              .thenCompose(outcome -> ArrivalApi.announced(writer, outcome))
              .thenApply(
                  outcome ->
                      switch (outcome) {
                        case Joining.Outcome.Joined(SignedIn signedIn) -> entered(signedIn);
                        case Joining.Outcome.NoInvitation none ->
                            Outcome.Refused.because(NO_INVITATION);
                        case Joining.Outcome.WrongPassword wrong ->
                            Outcome.Refused.at(
                                "password",
                                "Your address has an account here, and this is not its password.");
                      });
        });
  }

  @Override
  public CompletionStage<List<HttpHeader>> signOut(HttpRequest request) {
    return authentication
        .caller(request)
        .thenCompose(
            caller ->
                caller.map(this::end).orElseGet(() -> CompletableFuture.completedStage(false)))
        .thenApply(ended -> List.of(authentication.noCookie()));
  }

  private CompletionStage<Boolean> end(Caller caller) {
    User user = caller.user();
    var session = caller.principal().session();
    return user == null || session == null
        ? CompletableFuture.completedStage(false)
        : ways.signIn().end(user, session);
  }

  private CompletionStage<Outcome> begin(Founded founded, HttpRequest request) {
    return writer
        .announce(founded.organization().id(), 1)
        .thenCompose(seen -> ways.joining().begin(founded, from(request)))
        .thenApply(this::entered);
  }

  private Outcome entered(SignedIn signedIn) {
    return new Outcome.Entered(List.of(authentication.cookie(signedIn, SignIn.LASTS)));
  }

  /**
   * A token is nobody who looks at pages. What a form carries names the organization that its page
   * was of: who went on in another one meanwhile, in another window, must not change that one.
   */
  private Optional<Visitor> visitor(Caller caller) {
    User user = caller.user();
    if (user == null) {
      return Optional.empty();
    }
    return authentication
        .csrf(caller)
        .map(csrf -> csrf + "." + caller.principal().organization())
        .map(csrf -> new Visitor(caller.principal(), user, caller.roles(), csrf));
  }

  private SignIn.From from(HttpRequest request) {
    return new SignIn.From(
        addresses.of(request), request.getHeader("User-Agent").map(HttpHeader::value).orElse(""));
  }

  /** What is to be expected of people and their input becomes an outcome; the rest goes on. */
  private static CompletionStage<Outcome> attempt(Supplier<CompletionStage<Outcome>> way) {
    CompletionStage<Outcome> outcome;
    try {
      outcome = way.get();
    } catch (RuntimeException failure) {
      outcome = CompletableFuture.failedStage(failure);
    }
    return outcome.exceptionally(
        failure ->
            switch (Answers.cause(failure)) {
              case InvalidInputException invalid -> new Outcome.Refused(invalid.errors());
              case ThrottledException tooMany -> new Outcome.Throttled(tooMany.retryAfter());
              case ConflictException conflict ->
                  Outcome.Refused.because(String.valueOf(conflict.getMessage()));
              case Throwable other -> throw new CompletionException(other);
            });
  }

  private static CompletionStage<Outcome> refused(String why) {
    return CompletableFuture.completedStage(Outcome.Refused.because(why));
  }

  /** These fields of a form; whatever else it says is not read. */
  static Input input(Map<String, String> form, String... fields) {
    return input(
        Arrays.stream(fields)
            .collect(Collectors.toMap(field -> field, field -> form.getOrDefault(field, ""))));
  }

  /** As the API reads them: what was left empty is missing. */
  private static Input input(Map<String, String> fields) {
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    fields.forEach(
        (field, value) -> {
          if (!value.isBlank()) {
            filled.put(field, value);
          }
        });
    return Input.of(filled);
  }
}
