package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.BulkChange.Action;
import dev.tocsin.http.page.BulkChange.Outcome;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** The list of monitors, the parts of it that scripts fetch anew, and what is done to many. */
final class ListRoutes extends AllDirectives {
  private static final String NO_TAG = "nothing";

  private final Entrance entrance;
  private final MonitorList monitors;
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final BulkChange bulk;
  private final Function<Visitor, ShellView> shell;

  ListRoutes(
      Entrance entrance,
      MonitorList monitors,
      Answers answers,
      Notices notices,
      Forms forms,
      BulkChange bulk,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.monitors = monitors;
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.bulk = bulk;
    this.shell = shell;
  }

  Route route() {
    return concat(
        pathEndOrSingleSlash(() -> get(() -> answers.to(this::list))),
        path(
            PathMatchers.segment("monitors").slash("head"),
            () -> get(() -> answers.to(this::head))),
        path(
            PathMatchers.segment("monitors").slash("bulk"),
            () -> post(() -> forms.listOfSession(this::change))),
        path(
            PathMatchers.segment("monitors").slash(PathMatchers.segment()).slash("row"),
            id -> get(() -> answers.to(request -> row(request, id)))));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request) {
    Map<String, String> said = said(request);
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor.map(one -> list(one, said)).orElseGet(() -> done(Answers.toDoor(request))));
  }

  private CompletionStage<HttpResponse> list(Visitor visitor, Map<String, String> said) {
    return monitors
        .view(visitor, ListQuery.of(said))
        .thenApply(
            list -> {
              Map<String, Object> shown = new HashMap<>();
              shown.put("list", list);
              shown.put("shell", shell.apply(visitor));
              shown.put("responds", visitor.principal().role().atLeast(Role.RESPONDER));
              shown.put("done", sentence(said));
              return answers.html(StatusCodes.OK, "list/monitors.jte", shown);
            });
  }

  private CompletionStage<HttpResponse> head(HttpRequest request) {
    return fragment(
        request,
        visitor ->
            done(
                answers.html(
                    StatusCodes.OK,
                    "list/heads.jte",
                    Map.of(
                        "found",
                        monitors.found(
                            visitor.principal().organization(), ListQuery.of(said(request)))))));
  }

  private CompletionStage<HttpResponse> row(HttpRequest request, String id) {
    return fragment(
        request,
        visitor ->
            Ids.parse(id)
                .map(
                    known ->
                        monitors.row(visitor, new MonitorId(known), ListQuery.of(said(request))))
                .map(found -> row(found, visitor))
                .orElseGet(() -> done(notices.notFound())));
  }

  private CompletionStage<HttpResponse> row(
      Lookup<CompletionStage<MonitorRow>> found, Visitor visitor) {
    boolean picked = visitor.principal().role().atLeast(Role.RESPONDER);
    return switch (found) {
      case Lookup.Found<CompletionStage<MonitorRow>>(CompletionStage<MonitorRow> asked) ->
          asked.thenApply(
              row ->
                  answers.html(
                      StatusCodes.OK, "list/row.jte", Map.of("row", row, "picked", picked)));
      case Lookup.Unknown<CompletionStage<MonitorRow>>() -> done(notices.notFound());
      case Lookup.Incomplete<CompletionStage<MonitorRow>>() -> done(notices.notYet());
    };
  }

  private CompletionStage<HttpResponse> change(Visitor visitor, Map<String, List<String>> form) {
    Optional<Action> action = Action.of(first(form, "action"));
    String tag = first(form, "tag").strip();
    String address = address(first(form, "back"));
    List<String> ids = form.getOrDefault("id", List.of());
    if (action.isEmpty() || ids.isEmpty()) {
      return done(Answers.seeOther(address));
    }
    Action known = action.get();
    if (!visitor.principal().role().atLeast(known.needed())) {
      return done(notices.notAllowed());
    }
    boolean aboutTag = known == Action.TAG || known == Action.UNTAG;
    if (aboutTag && !MonitorReader.isTag(tag)) {
      return done(Answers.seeOther(with(address, "did=" + NO_TAG)));
    }
    return bulk.apply(known, ids, tag, visitor)
        .thenApply(
            outcome ->
                Answers.seeOther(
                    with(
                        address,
                        "did=%s&n=%d&not=%d"
                            .formatted(known.key(), outcome.done(), outcome.not()))));
  }

  /** Rebuilt from what it says, so that it leads nowhere else. */
  private static String address(String back) {
    Map<String, String> said = new HashMap<>();
    for (String pair : back.substring(back.indexOf('?') + 1).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          said.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
          return "/";
        }
      }
    }
    return ListQuery.of(said).address();
  }

  private static String with(String address, String more) {
    return address + (address.indexOf('?') < 0 ? "?" : "&") + more;
  }

  /** What was just done; empty where nothing was. */
  private static String sentence(Map<String, String> said) {
    String did = said.getOrDefault("did", "");
    return did.equals(NO_TAG)
        ? "Nothing was done: a tag has 1 to 50 characters."
        : Action.of(did)
            .map(action -> new Outcome(action, number(said, "n"), number(said, "not")).sentence())
            .orElse("");
  }

  private static int number(Map<String, String> said, String name) {
    String text = said.getOrDefault(name, "");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static Map<String, String> said(HttpRequest request) {
    return request.getUri().query().toMap();
  }

  private static String first(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** To a script that asks for a part of a page, a redirection would say nothing. */
  private CompletionStage<HttpResponse> fragment(
      HttpRequest request, Function<Visitor, CompletionStage<HttpResponse>> part) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor
                    .map(part)
                    .orElseGet(
                        () -> done(HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED))));
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
