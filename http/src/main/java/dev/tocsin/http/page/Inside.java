package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** Pages and forms for whoever is signed in and has a role; others are led to the door and back. */
final class Inside extends AllDirectives {
  private static final Duration AWAY = Duration.ofSeconds(5);

  private final Entrance entrance;
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final Function<Visitor, ShellView> shell;

  /**
   * @param shell what stands around a page for this visitor
   */
  Inside(
      Entrance entrance,
      Answers answers,
      Notices notices,
      Forms forms,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.shell = shell;
  }

  /** Makes a page for somebody who may see it. */
  interface Page {
    CompletionStage<HttpResponse> answer(HttpRequest request, Visitor visitor);
  }

  /** Does what a form asks for, for somebody who may. */
  interface Deed {
    CompletionStage<HttpResponse> answer(
        HttpRequest request, Visitor visitor, Map<String, String> form);
  }

  /**
   * What a form says of a failure that is to be expected.
   *
   * @param errors by the form's fields; an empty field is the form as a whole
   * @param retryAfter when to try again; null where that is nobody's to say
   */
  record Fault(int status, List<FieldError> errors, @Nullable Duration retryAfter) {
    /** Tells a program that sent the form when to try again. */
    HttpResponse on(HttpResponse answer) {
      return retryAfter == null
          ? answer
          : answer.addHeader(RawHeader.create("Retry-After", Long.toString(seconds(retryAfter))));
    }
  }

  Route page(Role needed, Page page) {
    return get(
        () ->
            answers.to(
                request ->
                    entrance
                        .visitor(request)
                        .thenCompose(
                            visitor ->
                                visitor
                                    .map(
                                        one ->
                                            may(one, needed)
                                                ? page.answer(request, one)
                                                : done(notices.notAllowed()))
                                    .orElseGet(() -> done(Answers.toDoor(request))))));
  }

  Route form(Role needed, Deed deed) {
    return post(
        () ->
            forms.ofSession(
                (request, visitor, form) ->
                    may(visitor, needed)
                        ? deed.answer(request, visitor, form)
                        : done(notices.notAllowed())));
  }

  /** As above, where a form has many fields. */
  Route largeForm(Role needed, Deed deed) {
    return post(
        () ->
            forms.ofLargeSession(
                (request, visitor, form) ->
                    may(visitor, needed)
                        ? deed.answer(request, visitor, form)
                        : done(notices.notAllowed())));
  }

  /** As above, where a whole file is in it. */
  Route hugeForm(Role needed, Deed deed) {
    return post(
        () ->
            forms.ofHugeSession(
                (request, visitor, form) ->
                    may(visitor, needed)
                        ? deed.answer(request, visitor, form)
                        : done(notices.notAllowed())));
  }

  /** With what stands around it. */
  HttpResponse html(
      int status, String template, Visitor visitor, Map<String, ? extends Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("shell", shell.apply(visitor));
    return answers.html(StatusCodes.get(status), template, all);
  }

  static boolean may(Visitor visitor, Role needed) {
    return visitor.principal().role().atLeast(needed);
  }

  /** The session that the visitor acts in. */
  static SessionId session(Visitor visitor) {
    SessionId session = visitor.principal().session();
    if (session == null) {
      throw new IllegalStateException("Somebody without a session was let in.");
    }
    return session;
  }

  static Fault fault(Throwable failure) {
    return switch (Answers.cause(failure)) {
      case InvalidInputException wrong -> new Fault(422, wrong.errors(), null);
      case ConflictException conflict -> whole(409, String.valueOf(conflict.getMessage()), null);
      case ThrottledException many ->
          whole(
              429,
              "Too many attempts. Try again in " + seconds(many.retryAfter()) + "\u00a0s.",
              many.retryAfter());
      case StoreUnavailableException away ->
          whole(
              503,
              "The database cannot be reached, so nothing was done. Try again in a few seconds.",
              AWAY);
      case Throwable other -> throw new CompletionException(other);
    };
  }

  static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }

  private static Fault whole(int status, String sentence, @Nullable Duration retryAfter) {
    return new Fault(status, List.of(new FieldError("", sentence)), retryAfter);
  }

  /** The whole seconds after which it is not too early. */
  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
