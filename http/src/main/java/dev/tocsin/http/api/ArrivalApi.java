package dev.tocsin.http.api;

import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.access.Founded;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignedIn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** How somebody comes in who has no session yet: set-up, sign-up, invitation. */
public final class ArrivalApi {
  private final Setup setup;
  private final Joining joining;
  private final ConfigurationWriter writer;
  private final SessionApi sessions;
  private final boolean signUpOpen;

  ArrivalApi(ApiParts parts, SessionApi sessions) {
    this.setup = parts.tenancy().setup();
    this.joining = parts.tenancy().joining();
    this.writer = parts.writer();
    this.sessions = sessions;
    this.signUpOpen = parts.tenancy().signUpOpen();
  }

  List<Operation> operations() {
    return List.of(
        Operation.post("setUp", "/setup", Operation.OPEN, this::setUp),
        Operation.post("signUp", "/sign-up", Operation.OPEN, this::signUp),
        Operation.post("acceptInvitation", "/invitations/accept", Operation.OPEN, this::accept));
  }

  /** What a founder fills in. */
  private record Form(String organization, EmailAddress email, String password) {
    static Form read(Input input) {
      return new Form(
          Fields.name(input, "organization"),
          Fields.email(input, "email"),
          Passwords.read(input, "password"));
    }
  }

  private CompletionStage<HttpResponse> setUp(ApiRequest request) {
    Input input = request.input();
    String token = input.text("token", 200);
    Form form = Form.read(input);
    input.finish();
    return setup
        .byLink(token, form.organization(), form.email(), form.password())
        .thenCompose(
            founded ->
                begin(
                    founded.orElseThrow(
                        () ->
                            refused(
                                "The set-up link is not valid, or Tocsin has been set up already."
                                    + " The log of the first start has the link.")),
                    request));
  }

  private CompletionStage<HttpResponse> signUp(ApiRequest request) {
    if (!signUpOpen) {
      throw refused("Sign-up is closed here; ask an owner of the organization for an invitation.");
    }
    Input input = request.input();
    Form form = Form.read(input);
    input.finish();
    return setup
        .isOpen()
        .thenCompose(
            notSetUp -> {
              if (notSetUp) {
                throw refused("Tocsin has not been set up yet; use the set-up link first.");
              }
              return joining.signUp(form.organization(), form.email(), form.password());
            })
        .thenCompose(founded -> begin(founded, request));
  }

  private CompletionStage<HttpResponse> begin(Founded founded, ApiRequest request) {
    return writer
        .announce(founded.organization().id(), 1)
        .thenCompose(seen -> joining.begin(founded, request.from()))
        .thenApply(signedIn -> sessions.answer(201, signedIn));
  }

  private CompletionStage<HttpResponse> accept(ApiRequest request) {
    Input input = request.input();
    String token = input.text("token", 200);
    String name = input.optionalText("name", Fields.LONGEST_NAME).orElse(null);
    String password = Fields.password(input, "password");
    input.finish();
    return joining
        .accept(token, name, password, request.from())
        .thenCompose(outcome -> announced(writer, outcome))
        .thenApply(
            outcome ->
                switch (outcome) {
                  case Joining.Outcome.Joined joined -> sessions.answer(201, joined.signedIn());
                  case Joining.Outcome.NoInvitation none ->
                      throw new ProblemException(Problem.notFound());
                  case Joining.Outcome.WrongPassword wrong ->
                      throw new ProblemException(
                          Problem.unauthenticated(
                              "The invited e-mail address has an account, and this is not its"
                                  + " password."));
                });
  }

  /** The nodes learn of who has joined. */
  public static CompletionStage<Joining.Outcome> announced(
      ConfigurationWriter writer, Joining.Outcome outcome) {
    return outcome instanceof Joining.Outcome.Joined(SignedIn signedIn)
        ? writer
            .announceNewest(signedIn.caller().principal().organization())
            .thenApply(seen -> outcome)
        : CompletableFuture.completedStage(outcome);
  }

  private static ProblemException refused(String why) {
    return new ProblemException(Problem.forbidden(why));
  }
}
