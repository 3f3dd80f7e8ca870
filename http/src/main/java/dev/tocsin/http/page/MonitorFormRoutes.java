package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.MonitorForms.Subject;
import dev.tocsin.http.page.form.KindForms;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** How monitors are added, copied and changed. Owners and admins may; all of it needs no script. */
final class MonitorFormRoutes extends AllDirectives {
  private static final String NO_ADDRESS =
      "It must be a web address, a host with a port, or a host name.";

  private final Entrance entrance;
  private final MonitorPages.Parts parts;
  private final MonitorReader reader;
  private final MonitorForms settings;
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final Function<Visitor, ShellView> shell;

  /**
   * @param shell what stands around a page for this visitor
   */
  MonitorFormRoutes(
      Entrance entrance,
      MonitorPages.Parts parts,
      Answers answers,
      Notices notices,
      Forms forms,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.parts = parts;
    this.reader = new MonitorReader(parts.kinds(), parts.region());
    this.settings = new MonitorForms(parts, reader, answers, shell);
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.shell = shell;
  }

  /** Below {@code /monitors}. */
  Route route() {
    return concat(
        pathEnd(
            () ->
                concat(
                    post(() -> forms.ofSession((request, who, form) -> watch(who, form))),
                    get(() -> complete(Answers.seeOther("/monitors/new"))))),
        path("new", () -> concat(get(this::asked), post(this::made))),
        path(
            PathMatchers.segment().slash("edit"),
            id ->
                concat(
                    get(() -> answers.to(request -> edit(request, id))),
                    post(
                        () ->
                            forms.ofLargeSession(
                                (request, who, form) -> changed(who, id, form))))));
  }

  private Route asked() {
    return parameterOptional(
        "type",
        type ->
            parameterOptional("from", from -> answers.to(request -> asked(request, type, from))));
  }

  private CompletionStage<HttpResponse> asked(
      HttpRequest request, Optional<String> type, Optional<String> from) {
    return allowed(
        request,
        visitor -> {
          if (type.isEmpty() && from.isEmpty()) {
            return done(question(visitor, FormView.empty(Map.of()), 200));
          }
          return subject(visitor, type, from)
              .map(subject -> done(settings.page(visitor, subject)))
              .orElseGet(() -> done(notices.notFound()));
        });
  }

  private Route made() {
    return forms.ofLargeSession(
        (request, visitor, form) -> {
          if (!visitor.principal().role().atLeast(Role.ADMIN)) {
            return done(notices.notAllowed());
          }
          var type = Optional.ofNullable(form.get("type"));
          return subject(visitor, type, Optional.ofNullable(form.get("from")))
              // the other may be gone since; all that it had is in the form
              .or(() -> subject(visitor, type, Optional.empty()))
              .map(subject -> settings.submitted(visitor, subject, form))
              .orElseGet(() -> done(notices.notFound()));
        });
  }

  /** Empty where there is no such kind, or nothing to copy. */
  private Optional<Subject> subject(Visitor visitor, Optional<String> type, Optional<String> from) {
    return from.isPresent()
        ? from.flatMap(id -> found(parts.find(visitor.principal(), id))).map(settings::copy)
        : type.flatMap(KindForms::of)
            .filter(settings.kinds()::contains)
            .map(kind -> settings.fresh(kind, visitor.principal().organization()));
  }

  private static Optional<MonitorConfig> found(Lookup<MonitorConfig> lookup) {
    return switch (lookup) {
      case Lookup.Found<MonitorConfig>(MonitorConfig monitor) -> Optional.of(monitor);
      case Lookup.Unknown<MonitorConfig> unknown -> Optional.empty();
      case Lookup.Incomplete<MonitorConfig> incomplete ->
          throw new StoreUnavailableException("This node does not know all monitors yet");
    };
  }

  private CompletionStage<HttpResponse> edit(HttpRequest request, String id) {
    return allowed(
        request,
        visitor ->
            with(visitor, id, monitor -> done(settings.page(visitor, settings.of(monitor)))));
  }

  private CompletionStage<HttpResponse> changed(
      Visitor visitor, String id, Map<String, String> form) {
    return visitor.principal().role().atLeast(Role.ADMIN)
        ? with(visitor, id, monitor -> settings.submitted(visitor, settings.of(monitor), form))
        : done(notices.notAllowed());
  }

  /** What the one question of the first page was answered with. */
  private CompletionStage<HttpResponse> watch(Visitor visitor, Map<String, String> form) {
    if (!visitor.principal().role().atLeast(Role.ADMIN)) {
      return done(notices.notAllowed());
    }
    if (form.getOrDefault("address", "").isBlank()) {
      return done(again(visitor, form, List.of(new FieldError("url", NO_ADDRESS)), 422));
    }
    MonitorConfig monitor;
    try {
      monitor =
          reader
              .read(FirstAddress.monitor(form.getOrDefault("address", "")), null)
              .monitor(
                  new MonitorRef(visitor.principal().organization(), FormIds.monitor(form)),
                  parts.time().instant());
    } catch (InvalidInputException wrong) {
      return done(again(visitor, form, wrong.errors(), 422));
    }
    return parts
        .writer()
        .createMonitor(monitor, visitor.principal().author())
        .thenApply(made -> watched(made, monitor))
        .exceptionally(failure -> refused(visitor, form, failure));
  }

  private static HttpResponse watched(MonitorConfig made, MonitorConfig wanted) {
    if (!made.saysTheSame(wanted)) {
      throw new ConflictException("This form made another monitor before.");
    }
    return Answers.seeOther("/monitors/" + made.ref().monitor());
  }

  private HttpResponse refused(Visitor visitor, Map<String, String> form, Throwable failure) {
    Throwable cause = Answers.cause(failure);
    if (cause instanceof InvalidInputException wrong) {
      return again(visitor, form, wrong.errors(), 422);
    }
    if (cause instanceof StoreUnavailableException) {
      return again(
          visitor,
          form,
          List.of(
              new FieldError(
                  "",
                  "The database cannot be reached, so nothing was done. Try again in a few"
                      + " seconds.")),
          503);
    }
    if (cause instanceof ConflictException) {
      return again(
          visitor, FormIds.anew(form), List.of(new FieldError("", FormIds.MADE_ANOTHER)), 409);
    }
    throw new CompletionException(cause);
  }

  /** The one field stands for all that was made of it. */
  private HttpResponse again(
      Visitor visitor, Map<String, String> form, List<FieldError> errors, int status) {
    List<FieldError> shown =
        errors.stream()
            .filter(error -> errors.size() == 1 || !error.field().equals("name"))
            .map(
                error ->
                    error.field().isEmpty() ? error : new FieldError("address", error.message()))
            .distinct()
            .toList();
    return question(visitor, new FormView(form, shown), status);
  }

  private HttpResponse question(Visitor visitor, FormView form, int status) {
    return answers.html(
        StatusCodes.get(status),
        "monitor/new.jte",
        Map.of("form", form, "kinds", settings.kinds(), "shell", shell.apply(visitor)));
  }

  private CompletionStage<HttpResponse> allowed(
      HttpRequest request, Function<Visitor, CompletionStage<HttpResponse>> page) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor -> {
              if (visitor.isEmpty()) {
                return done(Answers.toDoor(request));
              }
              return visitor.get().principal().role().atLeast(Role.ADMIN)
                  ? page.apply(visitor.get())
                  : done(notices.notAllowed());
            });
  }

  private CompletionStage<HttpResponse> with(
      Visitor visitor, String id, Function<MonitorConfig, CompletionStage<HttpResponse>> then) {
    return notices.of(parts.find(visitor.principal(), id), then);
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
