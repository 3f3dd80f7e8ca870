package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberStore.Progress;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Who is told of a status page, for those who run it. */
final class SubscriberApi {
  private static final String PATH = StatusPageApi.PATH + "/{id}/subscribers";
  private static final int MOST_COMPONENTS = 500;

  private final Subscriptions subscriptions;
  private final ShownIncidents incidents;
  private final Found found;
  private final Executor blocking;
  private final InstantSource time;

  SubscriberApi(ApiParts parts) {
    this.subscriptions = parts.subscriptions();
    this.incidents = new ShownIncidents(parts);
    this.found = new Found(parts.configuration());
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  List<Operation> operations() {
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.get("listSubscribers", PATH, configures, this::list),
        Operation.post("createSubscriber", PATH, configures, this::ask),
        Operation.get("countSubscribers", PATH + "/count", configures, this::count),
        Operation.delete("deleteSubscriber", PATH + "/{subscriberId}", configures, this::remove),
        Operation.get(
            "listIncidentDeliveries",
            "/incidents/{id}/deliveries",
            Operation.needs(Role.VIEWER),
            this::progress));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    int limit = request.limit();
    Optional<SubscriberId> before =
        request
            .query("cursor")
            .map(
                text ->
                    Ids.parse(text)
                        .map(SubscriberId::new)
                        .orElseThrow(
                            () ->
                                new InvalidInputException(
                                    "cursor", "It must be one that a list gave.")));
    return stored(
            () ->
                subscriptions
                    .store()
                    .list(page.organization(), page.id(), before.orElse(null), limit + 1))
        .thenApply(
            all ->
                Answers.page(
                    all.stream().limit(limit).map(SubscriberApi::json).toList(),
                    all.size() > limit ? all.get(limit - 1).id().toString() : null));
  }

  private static ObjectNode json(Subscriber subscriber) {
    ObjectNode json = Json.object().put("id", subscriber.id().toString());
    json.setAll(place(subscriber.to()));
    ArrayNode components = json.putArray("componentIds");
    subscriber.components().forEach(component -> components.add(component.toString()));
    Instant confirmed = subscriber.confirmedAt();
    return json.put("state", confirmed == null ? "asked" : "confirmed")
        .put("createdAt", Json.time(subscriber.createdAt()))
        .put("confirmedAt", confirmed == null ? null : Json.time(confirmed));
  }

  /** Of an address that lets whoever has it post there, the host alone. */
  private static ObjectNode place(Destination to) {
    ObjectNode json = Json.object().put("type", Json.name(to.kind()));
    return to.kind() == Destination.Kind.EMAIL
        ? json.put("address", to.address())
        : json.put("host", URI.create(to.address()).getHost());
  }

  /** What is answered says nothing of whether the address was there already. */
  private CompletionStage<HttpResponse> ask(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    Input input = request.input();
    Destination to = subscriptions.destinations().read(input);
    List<ComponentId> components =
        input
            .list(
                "componentIds",
                MOST_COMPONENTS,
                "the id of a component of this page",
                node ->
                    Optional.ofNullable(node.textValue())
                        .flatMap(Ids::parse)
                        .map(ComponentId::new)
                        .filter(
                            id ->
                                page.components().stream()
                                    .anyMatch(component -> component.id().equals(id)))
                        .orElse(null))
            .stream()
            .distinct()
            .toList();
    input.finish();
    if (page.visibility() != StatusPageConfig.Visibility.PUBLIC) {
      throw new ProblemException(
          Problem.of(
              409, "Conflict", "Nobody is told of a page for members; make it public first."));
    }
    Instant now = time.instant();
    Subscriber wanted =
        new Subscriber(
            page.organization(),
            page.id(),
            new SubscriberId(request.newId("subscriber")),
            to,
            components,
            now,
            null);
    return stored(
            () -> {
              subscriptions.store().ask(wanted, request.author(), now);
              return true;
            })
        .thenApply(
            asked -> {
              subscriptions.hint().run();
              return Json.response(202, place(to).put("state", "asked"));
            });
  }

  private CompletionStage<HttpResponse> count(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    return stored(() -> subscriptions.store().counts(page.organization(), page.id()))
        .thenApply(counts -> Json.response(200, counted(counts)));
  }

  private static ObjectNode counted(Map<Destination.Kind, Integer> counts) {
    ObjectNode json = Json.object();
    int all = 0;
    for (Destination.Kind kind : Destination.Kind.values()) {
      int many = counts.getOrDefault(kind, 0);
      json.put(Json.name(kind), many);
      all += many;
    }
    return json.put("all", all);
  }

  private CompletionStage<HttpResponse> remove(ApiRequest request) {
    StatusPageConfig page = found.page(request);
    SubscriberId subscriber = new SubscriberId(request.id("subscriberId"));
    return stored(
            () ->
                subscriptions
                    .store()
                    .remove(
                        page.organization(),
                        page.id(),
                        subscriber,
                        request.author(),
                        time.instant()))
        .thenApply(Answers::deleted);
  }

  private CompletionStage<HttpResponse> progress(ApiRequest request) {
    found.organization(request);
    IncidentRef ref = new IncidentRef(request.organization(), new IncidentId(request.id("id")));
    return incidents
        .find(ref)
        .thenCompose(
            incident -> {
              if (incident.isEmpty()) {
                throw new ProblemException(Problem.notFound());
              }
              return stored(
                  () -> subscriptions.store().progress(ref.organization(), ref.incident().value()));
            })
        .thenApply(all -> Answers.list(all.stream().map(SubscriberApi::json).toList()));
  }

  private static ObjectNode json(Progress progress) {
    return Json.object()
        .put("statusPageId", progress.page().toString())
        .put("updateId", progress.post().toString())
        .put("at", Json.time(progress.at()))
        .put("sent", progress.sent())
        .put("waiting", progress.waiting())
        .put("failed", progress.failed());
  }

  private <T> CompletionStage<T> stored(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, blocking);
  }
}
