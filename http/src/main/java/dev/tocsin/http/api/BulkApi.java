package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.bulk.BulkAction;
import dev.tocsin.bulk.BulkOrder;
import dev.tocsin.bulk.BulkProgress;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** One thing done to many monitors: begun here, and asked about until it is over. */
public final class BulkApi {
  private static final String PATH = MonitorApi.PATH + "/bulk";
  private static final int MOST_NAMED = 10_000;
  private static final int LONGEST_TAG = 50;
  private static final int MOST_MONITORS = 1_000_000;

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final BulkRuns runs;
  private final String region;
  private final InstantSource time;
  private final Found found;

  BulkApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.board = parts.board();
    this.runs = parts.monitors().bulk();
    this.region = parts.monitors().region();
    this.time = parts.time();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    return List.of(
        Operation.post("changeManyMonitors", PATH, Operation.needs(Role.RESPONDER), this::start),
        Operation.get(
            "getChangeOfManyMonitors", PATH + "/{id}", Operation.needs(Role.VIEWER), this::get));
  }

  private CompletionStage<HttpResponse> start(ApiRequest request) {
    found.organization(request);
    Input input = request.input();
    if (!input.has("action")) {
      input.missing("action", "pause, resume, tag, untag or delete");
    }
    BulkAction action = input.choice("action", BulkAction.class).orElse(BulkAction.PAUSE);
    if (!request.principal().role().atLeast(action.needed())) {
      throw new ProblemException(
          Problem.forbidden(
              "This needs the role " + Json.name(action.needed()) + " or a higher one."));
    }
    String tag = tag(input, action);
    List<MonitorRef> chosen = chosen(request, input);
    Optional<Integer> expected = input.integer("expected", 0, MOST_MONITORS);
    input.finish();
    UUID id = request.newId("bulk");
    if (expected.isPresent()
        && expected.get() != chosen.size()
        && runs.find(request.organization(), id).isEmpty()) {
      throw new ConflictException(
          "There are " + chosen.size() + " such monitors now, so nothing was begun.");
    }
    BulkOrder order = new BulkOrder(id, request.organization(), action, tag, request.author());
    var end = runs.start(order, chosen).toCompletableFuture();
    // it may be over, and be forgotten for newer ones
    BulkProgress progress = runs.find(request.organization(), id).orElseGet(end::join);
    return Answers.now(Json.response(202, json(progress, time.instant())));
  }

  private static String tag(Input input, BulkAction action) {
    if (!action.isAboutTag()) {
      return "";
    }
    String tag = input.text("tag", LONGEST_TAG).strip();
    input.check(
        tag.isEmpty() || MonitorReader.isTag(tag), "tag", "It must be a text that can be seen.");
    return tag;
  }

  /** Those that are named, or all that match; what is named and not there is passed over. */
  private List<MonitorRef> chosen(ApiRequest request, Input input) {
    boolean isNamed = input.has("monitorIds");
    Optional<Input> matching = input.object("matching");
    input.check(
        isNamed != matching.isPresent(),
        "monitorIds",
        "Either name monitors, or say in \"matching\" which are meant: {} is all of them.");
    List<MonitorRef> named =
        input
            .list(
                "monitorIds",
                MOST_NAMED,
                "the id of a monitor",
                node -> Ids.parse(node.asText()).map(MonitorId::new).orElse(null))
            .stream()
            .distinct()
            .map(id -> new MonitorRef(request.organization(), id))
            .filter(ref -> configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>)
            .toList();
    return matching.map(filter -> matching(request, filter)).orElse(named);
  }

  private List<MonitorRef> matching(ApiRequest request, Input input) {
    MonitorFilter filter = MonitorFilter.of(input, region);
    List<MonitorRef> all = new ArrayList<>();
    for (MonitorConfig monitor : configuration.monitors(request.organization(), null)) {
      MonitorStatus status =
          board
              .status(monitor.ref())
              .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
      if (filter.lets(monitor, status)) {
        all.add(monitor.ref());
      }
    }
    return all;
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(
        runs.find(request.organization(), request.id("id"))
            .map(progress -> Json.response(200, json(progress, time.instant())))
            .orElseThrow(() -> new ProblemException(Problem.notFound())));
  }

  private static ObjectNode json(BulkProgress progress, Instant now) {
    BulkProgress.Tally tally = progress.tally();
    ObjectNode json =
        Json.object()
            .put("id", progress.id().toString())
            .put("action", Json.name(progress.action()))
            .put(
                "state",
                tally.isOver() ? "over" : progress.isUnderWay(now) ? "under_way" : "broken_off")
            .put("total", progress.total())
            .put("done", tally.done())
            .put("refused", tally.refused())
            .put("at", Json.time(progress.at()));
    ArrayNode refusals = json.putArray("refusals");
    progress
        .refusals()
        .forEach(
            each ->
                refusals
                    .addObject()
                    .put("monitorId", each.monitor().toString())
                    .put("name", each.name())
                    .put("reason", each.why()));
    return json;
  }
}
