package dev.tocsin.http.page;

import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.Problem;
import dev.tocsin.http.SameOrigin;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.calendar.CalendarLinks;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The pages behind the sign-in, and the ways to it. */
public final class PageRoutes extends AllDirectives {
  private final Entrance entrance;
  private final MonitorList monitors;
  private final PageSnapshots snapshots;
  private final Badges badges;
  private final Notices notices;
  private final String publicUrl;
  private final MonitorPages.Parts monitorParts;
  private final Answers answers;
  private final Forms forms;
  private final DoorRoutes door;
  private final ListRoutes list;
  private final MonitorRoutes one;
  private final Inside inside;
  private final PastRoutes past;
  private final ShellRoutes around;
  private final OwnDuty duty;

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
      URI publicUrl,
      MonitorPages.Parts parts) {
    this.entrance = entrance;
    this.monitors = monitors;
    this.snapshots = snapshots;
    this.badges = badges;
    this.notices = notices;
    this.publicUrl = publicUrl.toString();
    this.monitorParts = parts;
    this.duty = new OwnDuty(parts.configuration());
    this.answers = new Answers(templates, notices);
    this.forms = new Forms(entrance, answers, notices, new SameOrigin(publicUrl));
    this.door = new DoorRoutes(entrance, answers, forms);
    this.list =
        new ListRoutes(
            entrance,
            monitors,
            answers,
            notices,
            new BulkRoutes(entrance, monitors, answers, notices, forms, parts),
            this::shell);
    this.inside = new Inside(entrance, answers, notices, forms, this::shell);
    this.one = new MonitorRoutes(entrance, parts, answers, notices, forms, this::shell);
    this.past = new PastRoutes(entrance, parts, answers, notices, this::shell);
    this.around = new ShellRoutes(entrance, parts, monitors, answers, notices, this::shell);
  }

  /** Answers only its own addresses; everything else is rejected. */
  public Route route() {
    return concat(
        list.route(),
        pathPrefix(
            PathMatchers.segment("status").slash(PathMatchers.segment()),
            slug ->
                concat(
                    path("badge.svg", () -> read(request -> badge(request, slug))),
                    pathEnd(() -> read(request -> statusPage(request, slug, ""))),
                    path(
                        PathMatchers.remaining(),
                        below ->
                            read(
                                request ->
                                    statusPage(request, slug, below.replaceFirst("/$", "")))))),
        around.route(),
        one.route(),
        past.route(),
        door.route());
  }

  /** The pages of the organization, of who is on call and of the person who is signed in. */
  public Route people(ApiParts parts, ClientAddress addresses) {
    return concat(
        new PeopleRoutes(inside, notices, parts, addresses).route(),
        new AlertSettingsRoutes(inside, notices, parts).route(),
        new StatusPageRoutes(inside, notices, parts, snapshots::standings).route(),
        new OnCallRoutes(inside, notices, parts).route());
  }

  /** The pages of alerts and incidents, and those that links in messages lead to. */
  public Route alerts(ApiParts parts, ClientAddress addresses) {
    return concat(
        new IncidentRoutes(inside, notices, parts).route(),
        new AlertRoutes(inside, entrance, answers, notices, forms, parts, monitors).route(),
        new AnswerRoutes(answers, notices, forms, parts, addresses).route());
  }

  /** Where visitors of status pages ask to be told, and what links in letters to them lead to. */
  public Route subscribing(ApiParts parts, ClientAddress addresses) {
    return concat(
        new SubscribeRoutes(answers, notices, forms, parts, addresses).route(),
        new SubscriberRoutes(inside, notices, parts).route());
  }

  /** Calendars of who is on call, for other programs. */
  public Route calendars(ApiParts parts, CalendarLinks links) {
    return new CalendarRoutes(inside, answers, notices, parts, links).route();
  }

  /** The page of all components; only where an operator asks for it. */
  public Route components() {
    return around.components();
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

  private ShellView shell(Visitor visitor) {
    var organization = visitor.principal().organization();
    return new ShellView(
        monitors.name(organization).orElse(""),
        visitor.called(),
        visitor.csrf(),
        publicUrl,
        monitors.pages(organization),
        () -> monitors.counts(organization).down(),
        () -> monitorParts.unanswered(organization),
        visitor.principal().role().atLeast(Role.ADMIN),
        others(visitor),
        monitorParts.times(visitor),
        onCall(visitor));
  }

  /** {@code until Sat 10:00}; null where they are not on call. */
  private @Nullable String onCall(Visitor visitor) {
    Times times = monitorParts.times(visitor);
    return duty.until(visitor.principal().organization(), visitor.user().id(), times.now())
        .map(
            until ->
                until.isBefore(Instant.MAX)
                    ? "until " + TurnWords.of(times).brief(until)
                    : "until further notice")
        .orElse(null);
  }

  private List<ShellView.Other> others(Visitor visitor) {
    return visitor.roles().keySet().stream()
        .filter(each -> !each.equals(visitor.principal().organization()))
        .map(each -> new ShellView.Other(each.toString(), monitors.name(each).orElse("")))
        .filter(each -> !each.name().isEmpty())
        .sorted(Comparator.comparing(ShellView.Other::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** A private page is no page at all to whoever is not a member. */
  private CompletionStage<HttpResponse> statusPage(HttpRequest request, String slug, String below) {
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
                    .map(
                        found ->
                            found
                                .map(
                                    all ->
                                        all.at(below)
                                            .map(PageRoutes::membersOnly)
                                            .orElseGet(notices::noStatusPage))
                                .orElse(notices.notYet()))
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

  private static HttpResponse membersOnly(ReadyBody body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(body.type(), body.plain()))
        .addHeader(RawHeader.create("Cache-Control", "private, no-store"));
  }
}
