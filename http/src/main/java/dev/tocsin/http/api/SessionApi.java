package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Caller;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.tenancy.access.SignedIn;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Signing in and out. */
public final class SessionApi {
  private final SignIn signIn;
  private final Authentication authentication;
  private final NodeConfiguration configuration;

  public SessionApi(SignIn signIn, Authentication authentication, NodeConfiguration configuration) {
    this.signIn = signIn;
    this.authentication = authentication;
    this.configuration = configuration;
  }

  public List<Operation> operations() {
    return List.of(
        Operation.post("signIn", "/session", Operation.OPEN, this::signIn),
        Operation.get("whoAmI", "/session", Operation.needs(Role.VIEWER), this::whoAmI),
        Operation.delete("signOut", "/session", Operation.PERSON, this::signOut),
        Operation.get("listSessions", "/sessions", Operation.PERSON, this::list),
        Operation.delete("endSession", "/sessions/{id}", Operation.PERSON, this::end));
  }

  private CompletionStage<HttpResponse> signIn(ApiRequest request) {
    Input input = request.input();
    EmailAddress email = Fields.email(input, "email");
    String password = Fields.password(input, "password");
    input.finish();
    return signIn
        .signIn(email, password, request.from())
        .thenApply(
            signedIn ->
                answer(
                    200,
                    signedIn.orElseThrow(
                        () ->
                            new ProblemException(
                                Problem.unauthenticated(
                                    "The e-mail address or the password is not right.")))));
  }

  /** What somebody gets who has just signed in, one way or another. */
  HttpResponse answer(int status, SignedIn signedIn) {
    Principal principal = signedIn.caller().principal();
    ObjectNode body = Json.object();
    body.put("token", signedIn.token());
    body.put("expiresAt", Json.time(signedIn.expiresAt()));
    body.set("organization", organization(principal.organization()));
    body.put("role", Json.name(principal.role()));
    authentication.csrf(signedIn.caller()).ifPresent(csrf -> body.put("csrfToken", csrf));
    return Json.response(status, body).addHeader(authentication.cookie(signedIn, SignIn.LASTS));
  }

  private CompletionStage<HttpResponse> whoAmI(ApiRequest request) {
    Caller caller = request.caller();
    Principal principal = caller.principal();
    ObjectNode body = Json.object();
    body.put("kind", Json.name(principal.author().kind()));
    body.set("user", caller.user() == null ? null : user(caller.user()));
    body.set("organization", organization(principal.organization()));
    body.put("role", Json.name(principal.role()));
    ArrayNode memberships = body.putArray("memberships");
    caller
        .roles()
        .forEach(
            (organization, role) ->
                memberships
                    .addObject()
                    .put("role", Json.name(role))
                    .set("organization", organization(organization)));
    body.put("csrfToken", authentication.csrf(caller).orElse(null));
    body.put("expiresAt", caller.expiresAt() == null ? null : Json.time(caller.expiresAt()));
    return Answers.now(Json.response(200, body));
  }

  private CompletionStage<HttpResponse> signOut(ApiRequest request) {
    return signIn
        .end(request.user(), current(request))
        .thenApply(ended -> Json.noContent().addHeader(authentication.noCookie()));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    SessionId current = current(request);
    return signIn
        .sessions(request.user())
        .thenApply(
            sessions ->
                Answers.list(sessions.stream().map(session -> session(session, current)).toList()));
  }

  private CompletionStage<HttpResponse> end(ApiRequest request) {
    SessionId session = new SessionId(request.id("id"));
    return signIn.end(request.user(), session).thenApply(Answers::deleted);
  }

  static SessionId current(ApiRequest request) {
    SessionId session = request.principal().session();
    if (session == null) {
      throw new IllegalStateException("A person without a session was let in.");
    }
    return session;
  }

  private static ObjectNode session(Session session, SessionId current) {
    return Json.object()
        .put("id", session.id().toString())
        .put("client", session.client())
        .put("address", session.address().isEmpty() ? null : session.address())
        .put("createdAt", Json.time(session.createdAt()))
        .put("expiresAt", Json.time(session.expiresAt()))
        .put("current", session.id().equals(current));
  }

  private static ObjectNode user(User user) {
    return Json.object()
        .put("id", user.id().toString())
        .put("email", user.email().value())
        .put("name", user.name());
  }

  /** The name is missing for the moment in which this node has not read of it yet. */
  private ObjectNode organization(OrganizationId id) {
    ObjectNode organization = Json.object().put("id", id.toString());
    return switch (configuration.find(id)) {
      case Lookup.Found<Organization>(Organization known) -> organization.put("name", known.name());
      case Lookup.Unknown<Organization> unknown -> organization.putNull("name");
      case Lookup.Incomplete<Organization> incomplete -> organization.putNull("name");
    };
  }
}
