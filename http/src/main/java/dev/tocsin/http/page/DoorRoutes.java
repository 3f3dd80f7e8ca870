package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.page.Entrance.Outcome;
import dev.tocsin.input.FieldError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The ways in and out. Every form works without a script, and none takes a post of another site.
 */
final class DoorRoutes extends AllDirectives {
  private final Entrance entrance;
  private final Answers answers;
  private final Forms forms;

  DoorRoutes(Entrance entrance, Answers answers, Forms forms) {
    this.entrance = entrance;
    this.answers = answers;
    this.forms = forms;
  }

  Route route() {
    return concat(
        path(
            "login",
            () ->
                concat(
                    get(() -> answers.to(this::loginPage)), post(() -> forms.read(this::login)))),
        path(
            "logout",
            () -> post(() -> forms.ofSession((request, visitor, form) -> logout(request)))),
        path(
            "setup",
            () ->
                concat(
                    get(() -> formPage("token", "door/setup.jte")),
                    post(() -> forms.read(this::setUp)))),
        path(
            "invite",
            () ->
                concat(
                    get(() -> formPage("token", "door/invite.jte")),
                    post(() -> forms.read(this::accept)))));
  }

  private CompletionStage<HttpResponse> loginPage(HttpRequest request) {
    String next = request.getUri().query().get("next").orElse("");
    return hasEnded(request)
        .thenApply(
            ended ->
                answers.html(
                    StatusCodes.OK,
                    "door/login.jte",
                    Map.of("form", FormView.empty(Map.of("next", next)), "ended", ended)));
  }

  /** Whether somebody was signed in here and no longer is; not while nobody can tell. */
  private CompletionStage<Boolean> hasEnded(HttpRequest request) {
    return Authentication.showsSession(request)
        ? entrance.visitor(request).thenApply(Optional::isEmpty).exceptionally(failure -> false)
        : CompletableFuture.completedStage(false);
  }

  private CompletionStage<HttpResponse> login(HttpRequest request, Map<String, String> form) {
    return entering(
        entrance.signIn(request, field(form, "email"), field(form, "password")),
        "door/login.jte",
        form,
        next(field(form, "next")));
  }

  private CompletionStage<HttpResponse> setUp(HttpRequest request, Map<String, String> form) {
    return entering(
        entrance.setUp(
            request,
            field(form, "token"),
            field(form, "organization"),
            field(form, "email"),
            field(form, "password")),
        "door/setup.jte",
        form,
        "/");
  }

  private CompletionStage<HttpResponse> accept(HttpRequest request, Map<String, String> form) {
    return entering(
        entrance.accept(
            request, field(form, "token"), field(form, "name"), field(form, "password")),
        "door/invite.jte",
        form,
        "/");
  }

  private CompletionStage<HttpResponse> logout(HttpRequest request) {
    return entrance
        .signOut(request)
        .thenApply(headers -> Answers.seeOther("/login").addHeaders(headers));
  }

  private CompletionStage<HttpResponse> entering(
      CompletionStage<Outcome> attempt, String template, Map<String, String> form, String then) {
    return attempt
        .thenApply(
            outcome ->
                switch (outcome) {
                  case Outcome.Entered(List<HttpHeader> headers) ->
                      Answers.seeOther(then).addHeaders(headers);
                  case Outcome.Refused(List<FieldError> errors) ->
                      again(StatusCodes.UNPROCESSABLE_CONTENT, template, form, errors);
                  case Outcome.Throttled(var retryAfter) -> {
                    long seconds = Math.max(1, retryAfter.toSeconds());
                    yield again(
                            StatusCodes.TOO_MANY_REQUESTS,
                            template,
                            form,
                            whole("Too many attempts. Try again in " + seconds + "\u00a0s."))
                        .addHeader(RawHeader.create("Retry-After", Long.toString(seconds)));
                  }
                })
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof StoreUnavailableException) {
                return again(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        template,
                        form,
                        whole(
                            "The database cannot be reached, so nothing was done. Try again in a"
                                + " few seconds."))
                    .addHeader(RawHeader.create("Retry-After", "5"));
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }

  private HttpResponse again(
      StatusCode status, String template, Map<String, String> form, List<FieldError> errors) {
    Map<String, String> shown = new HashMap<>(form);
    shown.remove("password");
    return answers.html(status, template, Map.of("form", new FormView(shown, errors)));
  }

  private Route formPage(String carried, String template) {
    return parameterOptional(
        carried,
        value ->
            complete(
                answers.html(
                    StatusCodes.OK,
                    template,
                    Map.of("form", FormView.empty(Map.of(carried, value.orElse("")))))));
  }

  /** A path of our own, else the first page: nobody is sent to another site after signing in. */
  static String next(String wanted) {
    boolean ours =
        wanted.startsWith("/")
            && !wanted.startsWith("//")
            && wanted.chars().allMatch(character -> character > ' ' && character < 127)
            && wanted.indexOf('\\') < 0;
    return ours ? wanted : "/";
  }

  private static String field(Map<String, String> form, String name) {
    return form.getOrDefault(name, "");
  }

  private static List<FieldError> whole(String sentence) {
    return List.of(new FieldError("", sentence));
  }
}
