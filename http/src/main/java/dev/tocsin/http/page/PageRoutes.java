package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.Problem;
import dev.tocsin.http.SameOrigin;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** The pages behind the sign-in, and the ways to it. */
public final class PageRoutes extends AllDirectives {
  private final Entrance entrance;
  private final MonitorList monitors;
  private final PageSnapshots snapshots;
  private final Badges badges;
  private final Notices notices;
  private final String publicUrl;
  private final Answers answers;
  private final DoorRoutes door;

  /**
   * @param publicUrl what links begin with
   */
  public PageRoutes(
      Entrance entrance,
      MonitorList monitors,
      PageSnapshots snapshots,
      Badges badges,
      Templates templates,
      Notices notices,
      URI publicUrl) {
    this.entrance = entrance;
    this.monitors = monitors;
    this.snapshots = snapshots;
    this.badges = badges;
    this.notices = notices;
    this.publicUrl = publicUrl.toString();
    this.answers = new Answers(templates, notices);
    this.door = new DoorRoutes(entrance, answers, notices, new SameOrigin(publicUrl));
  }

  /** Answers only its own addresses; everything else is rejected. */
  public Route route() {
    return concat(
        pathEndOrSingleSlash(
            () ->
                get(
                    () ->
                        parameterOptional(
                            "page", page -> answers.to(request -> list(request, page))))),
        path(
            PathMatchers.segment("monitors").slash("head"),
            () -> get(() -> answers.to(this::head))),
        path(
            PathMatchers.segment("monitors").slash(PathMatchers.segment()).slash("row"),
            id -> get(() -> answers.to(request -> row(request, id)))),
        pathPrefix(
            PathMatchers.segment("status").slash(PathMatchers.segment()),
            slug ->
                concat(
                    pathEndOrSingleSlash(() -> read(request -> statusPage(request, slug))),
                    path("badge.svg", () -> read(request -> badge(request, slug))))),
        door.route());
  }

  /** The last of all routes: tells a browser that it is not there; programs are rejected. */
  public Route notFound() {
    return extractRequest(
        request ->
            request
                    .getHeader("Accept")
                    .map(HttpHeader::value)
                    .filter(accepted -> accepted.contains("text/html"))
                    .isPresent()
                ? complete(notices.notFound())
                : reject());
  }

  /** HEAD is answered like GET, or it would tell private pages from those that are not. */
  private Route read(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    return concat(get(() -> answers.to(handler)), head(() -> answers.to(handler)));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request, Optional<String> page) {
    return signedIn(
        request,
        visitor -> {
          var organization = visitor.principal().organization();
          MonitorList.View list = monitors.view(organization, number(page));
          ShellView shell =
              new ShellView(
                  monitors.name(organization).orElse(""),
                  visitor.called(),
                  visitor.csrf(),
                  publicUrl,
                  monitors.pages(organization));
          return answers.html(
              StatusCodes.OK, "list/monitors.jte", Map.of("list", list, "shell", shell));
        });
  }

  private CompletionStage<HttpResponse> head(HttpRequest request) {
    return fragment(
        request,
        visitor ->
            answers.html(
                StatusCodes.OK,
                "list/head.jte",
                Map.of("counts", monitors.counts(visitor.principal().organization()))));
  }

  private CompletionStage<HttpResponse> row(HttpRequest request, String id) {
    return fragment(
        request,
        visitor ->
            Ids.parse(id)
                .map(
                    known -> monitors.row(visitor.principal().organization(), new MonitorId(known)))
                .map(this::row)
                .orElse(notices.notFound()));
  }

  private HttpResponse row(Lookup<MonitorRow> found) {
    return switch (found) {
      case Lookup.Found<MonitorRow>(MonitorRow row) ->
          answers.html(StatusCodes.OK, "list/row.jte", Map.of("row", row));
      case Lookup.Unknown<MonitorRow>() -> notices.notFound();
      case Lookup.Incomplete<MonitorRow>() -> notices.notYet();
    };
  }

  /** A private page is no page at all to whoever is not a member. */
  private CompletionStage<HttpResponse> statusPage(HttpRequest request, String slug) {
    if (!(snapshots.at(slug) instanceof PageSnapshots.Shown.Members(var page))) {
      return CompletableFuture.completedStage(notices.noStatusPage());
    }
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .filter(one -> one.principal().organization().equals(page.organization()))
                    .map(member -> snapshots.snapshot(PageKey.of(page)))
                    .map(found -> found.map(PageRoutes::membersOnly).orElse(notices.notYet()))
                    .orElse(notices.noStatusPage()));
  }

  private CompletionStage<HttpResponse> badge(HttpRequest request, String slug) {
    Query query = request.getUri().query();
    try {
      return badges
          .answer(request, slug, name -> query.get(name).orElse(null))
          .thenApply(badge -> badge.orElseGet(notices::noStatusPage));
    } catch (InvalidInputException wrong) {
      return CompletableFuture.completedStage(Problem.invalid(wrong.errors()).response());
    }
  }

  private static HttpResponse membersOnly(PageSnapshot snapshot) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(PageRenderer.HTML, snapshot.body().plain()))
        .addHeader(RawHeader.create("Cache-Control", "private, no-store"));
  }

  private CompletionStage<HttpResponse> signedIn(
      HttpRequest request, Function<Visitor, HttpResponse> page) {
    return entrance
        .visitor(request)
        .thenApply(visitor -> visitor.map(page).orElseGet(() -> Answers.seeOther("/login")));
  }

  /** To a script that asks for a part of a page, a redirection would say nothing. */
  private CompletionStage<HttpResponse> fragment(
      HttpRequest request, Function<Visitor, HttpResponse> part) {
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .map(part)
                    .orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED)));
  }

  private static int number(Optional<String> page) {
    return page.filter(text -> text.matches("\\d{1,6}")).map(Integer::parseInt).orElse(1);
  }
}
