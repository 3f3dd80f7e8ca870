package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.SameOrigin;
import dev.tocsin.http.page.Entrance.Outcome;
import dev.tocsin.input.FieldError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final long LARGEST_FORM = 16_384;

  private final Entrance entrance;
  private final Answers answers;
  private final Notices notices;
  private final SameOrigin sameOrigin;

  DoorRoutes(Entrance entrance, Answers answers, Notices notices, SameOrigin sameOrigin) {
    this.entrance = entrance;
    this.answers = answers;
    this.notices = notices;
    this.sameOrigin = sameOrigin;
  }

  Route route() {
    return concat(
        path(
            "login",
            () ->
                concat(
                    get(() -> formPage("next", "door/login.jte")), post(() -> form(this::login)))),
        path("logout", () -> post(() -> form(this::logout))),
        path(
            "setup",
            () ->
                concat(
                    get(() -> formPage("token", "door/setup.jte")), post(() -> form(this::setUp)))),
        path(
            "invite",
            () ->
                concat(
                    get(() -> formPage("token", "door/invite.jte")),
                    post(() -> form(this::accept)))));
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

  private CompletionStage<HttpResponse> logout(HttpRequest request, Map<String, String> form) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor -> {
              if (visitor.isEmpty()) {
                return CompletableFuture.completedStage(Answers.seeOther("/login"));
              }
              if (sameOrigin.refusalOfSession(request).isPresent()
                  || !isSame(visitor.get().csrf(), field(form, "csrf"))) {
                return CompletableFuture.completedStage(notices.foreignForm());
              }
              return entrance
                  .signOut(request)
                  .thenApply(headers -> Answers.seeOther("/login").addHeaders(headers));
            });
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

  private interface FormHandler {
    CompletionStage<HttpResponse> answer(HttpRequest request, Map<String, String> form);
  }

  private Route form(FormHandler handler) {
    return withSizeLimit(
        LARGEST_FORM,
        () ->
            formFieldMap(
                fields ->
                    answers.to(
                        request ->
                            sameOrigin.refusal(request).isPresent()
                                ? CompletableFuture.completedStage(notices.foreignForm())
                                : handler.answer(request, fields))));
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

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String field(Map<String, String> form, String name) {
    return form.getOrDefault(name, "");
  }

  private static List<FieldError> whole(String sentence) {
    return List.of(new FieldError("", sentence));
  }
}
