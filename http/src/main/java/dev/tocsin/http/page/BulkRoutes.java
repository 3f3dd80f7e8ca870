package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.bulk.BulkAction;
import dev.tocsin.bulk.BulkOrder;
import dev.tocsin.bulk.BulkProgress;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/**
 * What is done to many monitors: to those that were ticked in a list, or to all that it would show
 * on all its pages. What is not done at once goes on in the background, and the list shows it.
 */
final class BulkRoutes extends AllDirectives {
  private static final String NO_TAG = "nothing";
  private static final String OTHER_NUMBER = "changed";
  private static final String BUSY = "busy";
  private static final long PATIENCE_MILLIS = 1_000;

  private final Entrance entrance;
  private final MonitorList monitors;
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final MonitorPages.Parts parts;

  BulkRoutes(
      Entrance entrance,
      MonitorList monitors,
      Answers answers,
      Notices notices,
      Forms forms,
      MonitorPages.Parts parts) {
    this.entrance = entrance;
    this.monitors = monitors;
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.parts = parts;
  }

  Route route() {
    return concat(
        path(
            PathMatchers.segment("monitors").slash("bulk"),
            () -> post(() -> forms.listOfSession(this::change))),
        path(
            PathMatchers.segment("monitors").slash("bulk").slash(PathMatchers.segment()),
            id -> get(() -> answers.to(request -> progress(request, id)))));
  }

  /** Null where nothing is under way, and the address asks for nothing. */
  @Nullable BulkView view(Visitor visitor, Map<String, String> said) {
    BulkRuns runs = parts.bulk();
    var organization = visitor.principal().organization();
    return asked(said)
        .flatMap(id -> runs.find(organization, id))
        .or(() -> runs.underWay(organization))
        .map(progress -> BulkView.of(progress, parts.time().instant()))
        .orElse(null);
  }

  /**
   * What was just done; empty where nothing was.
   *
   * @param shown what the page shows of it anyway
   */
  static String sentence(Map<String, String> said, @Nullable BulkView shown) {
    String did = said.getOrDefault("did", "");
    if (did.equals(NO_TAG)) {
      return "Nothing was done: a tag has 1 to 50 characters.";
    }
    if (did.equals(BUSY)) {
      return "Nothing was done: many monitors are being changed already. Wait until that is over.";
    }
    if (did.equals(OTHER_NUMBER)) {
      return "Nothing was deleted: by now "
          + BulkView.number(number(said, "n"))
          + " match, which is not what you were told. Look at them again.";
    }
    if (shown == null && asked(said).isPresent() && did.isEmpty()) {
      return "Nothing is known any more of what was begun: it is over an hour ago, or the node that"
          + " did it has ended. The list shows what is.";
    }
    return shown != null && !shown.refused().isEmpty()
        ? "" // which says it, and why
        : action(did)
            .map(action -> BulkView.sentence(action, number(said, "n"), number(said, "not")))
            .orElse("");
  }

  private static Optional<UUID> asked(Map<String, String> said) {
    return Optional.ofNullable(said.get("run")).flatMap(Ids::parse);
  }

  private static int number(Map<String, String> said, String name) {
    String text = said.getOrDefault(name, "");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private CompletionStage<HttpResponse> progress(HttpRequest request, String id) {
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .map(
                        one ->
                            Ids.parse(id)
                                .flatMap(
                                    run -> parts.bulk().find(one.principal().organization(), run))
                                .map(this::fragment)
                                .orElseGet(notices::notFound))
                    .orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED)));
  }

  private HttpResponse fragment(BulkProgress progress) {
    return answers.html(
        StatusCodes.OK,
        "list/run.jte",
        Map.of("run", BulkView.of(progress, parts.time().instant())));
  }

  private CompletionStage<HttpResponse> change(Visitor visitor, Map<String, List<String>> form) {
    Optional<BulkAction> asked = action(first(form, "action"));
    String tag = first(form, "tag").strip();
    Map<String, String> back = BackLink.said(first(form, "back"));
    String address = ListQuery.of(back).address();
    boolean isAll = first(form, "all").equals("yes");
    if (asked.isEmpty() || (!isAll && form.getOrDefault("id", List.of()).isEmpty())) {
      return done(Answers.seeOther(address));
    }
    BulkAction action = asked.get();
    if (!visitor.principal().role().atLeast(action.needed())) {
      return done(notices.notAllowed());
    }
    if (action.isAboutTag() && !MonitorReader.isTag(tag)) {
      return done(Answers.seeOther(with(address, "did=" + NO_TAG)));
    }
    List<MonitorRef> chosen =
        isAll
            ? monitors.listed(visitor.principal().organization(), ListQuery.of(back))
            : known(visitor, form.getOrDefault("id", List.of()));
    if (isAll
        && action == BulkAction.DELETE
        && !told(form).equals(Integer.toString(chosen.size()))) {
      return done(Answers.seeOther(with(address, "did=" + OTHER_NUMBER + "&n=" + chosen.size())));
    }
    return started(visitor, new Wanted(action, action.isAboutTag() ? tag : ""), chosen, address);
  }

  private record Wanted(BulkAction action, String tag) {}

  /** What is over at once is told at once. */
  private CompletionStage<HttpResponse> started(
      Visitor visitor, Wanted wanted, List<MonitorRef> chosen, String address) {
    BulkOrder order =
        new BulkOrder(
            Ids.create(),
            visitor.principal().organization(),
            wanted.action(),
            wanted.tag(),
            visitor.principal().author());
    CompletionStage<BulkProgress> run;
    try {
      run = parts.bulk().start(order, chosen);
    } catch (ConflictException another) {
      return done(Answers.seeOther(with(address, "did=" + BUSY)));
    }
    return run.thenApply(Optional::of)
        .toCompletableFuture()
        .completeOnTimeout(Optional.empty(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .thenApply(
            end ->
                Answers.seeOther(
                    with(address, end.map(BulkRoutes::told).orElse("run=" + order.id()))));
  }

  private static String told(BulkProgress end) {
    int refused = end.tally().refused();
    return (refused == 0 ? "" : "run=" + end.id() + "&")
        + "did=%s&n=%d&not=%d".formatted(Json.name(end.action()), end.tally().done(), refused);
  }

  /** How many the person was told that there are. */
  private static String told(Map<String, List<String>> form) {
    return first(form, "count");
  }

  /** What is not there any more is passed over. */
  private List<MonitorRef> known(Visitor visitor, List<String> ids) {
    List<MonitorRef> known = new ArrayList<>();
    for (String id : ids.stream().distinct().toList()) {
      if (parts.find(visitor.principal(), id)
          instanceof Lookup.Found<MonitorConfig>(MonitorConfig monitor)) {
        known.add(monitor.ref());
      }
    }
    return known;
  }

  private static Optional<BulkAction> action(String key) {
    return Arrays.stream(BulkAction.values())
        .filter(action -> Json.name(action).equals(key))
        .findFirst();
  }

  private static String with(String address, String more) {
    return address + (address.indexOf('?') < 0 ? "?" : "&") + more;
  }

  private static String first(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
