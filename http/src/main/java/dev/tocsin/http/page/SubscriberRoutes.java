package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** Who is told of the organization's status pages. Works without a script; for admins alone. */
final class SubscriberRoutes extends AllDirectives {
  private static final String HERE = "/organization/subscribers";
  private static final int PER_PAGE = 100;

  private final Inside inside;
  private final Notices notices;
  private final NodeConfiguration configuration;
  private final Subscriptions subscriptions;
  private final Executor blocking;
  private final InstantSource time;

  SubscriberRoutes(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.configuration = parts.configuration();
    this.subscriptions = parts.subscriptions();
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  Route route() {
    return pathPrefix(
        segment("organization").slash("subscribers"),
        () ->
            concat(
                pathEnd(
                    () ->
                        inside.page(
                            Role.ADMIN,
                            (request, visitor) ->
                                list(request, visitor, null, FormView.empty(Map.of()), 200))),
                path(
                    segment(),
                    id ->
                        concat(
                            inside.page(
                                Role.ADMIN,
                                (request, visitor) ->
                                    of(
                                        visitor,
                                        id,
                                        page ->
                                            list(
                                                request,
                                                visitor,
                                                page,
                                                FormView.empty(Map.of()),
                                                200))),
                            inside.form(
                                Role.ADMIN,
                                (request, visitor, form) ->
                                    of(visitor, id, page -> add(request, visitor, page, form))))),
                path(
                    segment().slash("remove"),
                    id ->
                        inside.form(
                            Role.ADMIN,
                            (request, visitor, form) ->
                                of(visitor, id, page -> remove(request, visitor, page, form))))));
  }

  private CompletionStage<HttpResponse> of(
      Visitor visitor, String id, Function<StatusPageConfig, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.page(visitor.principal().organization(), new StatusPageId(known)),
                    then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private CompletionStage<HttpResponse> list(
      HttpRequest request,
      Visitor visitor,
      @Nullable StatusPageConfig page,
      FormView form,
      int status) {
    OrganizationId organization = visitor.principal().organization();
    List<StatusPageConfig> pages =
        configuration.pages(organization).stream()
            .sorted(Comparator.comparing(StatusPageConfig::name, String.CASE_INSENSITIVE_ORDER))
            .toList();
    StatusPageConfig shown = page == null && pages.size() == 1 ? pages.getFirst() : page;
    SubscriberId before =
        request
            .getUri()
            .query()
            .get("after")
            .flatMap(Ids::parse)
            .map(SubscriberId::new)
            .orElse(null);
    Times times = Times.of(visitor, configuration, time.instant());
    return Answers.absentWhereAway(stored(() -> counted(organization, pages)))
        .thenCombine(
            Answers.absentWhereAway(
                stored(
                    () ->
                        shown == null
                            ? List.<Subscriber>of()
                            : subscriptions
                                .store()
                                .list(organization, shown.id(), before, PER_PAGE + 1))),
            (counts, rows) ->
                inside.html(
                    status,
                    "people/subscribers.jte",
                    visitor,
                    Map.of("view", view(pages, shown, counts, rows, times, form))));
  }

  private Map<StatusPageId, Map<Destination.Kind, Integer>> counted(
      OrganizationId organization, List<StatusPageConfig> pages) {
    return pages.stream()
        .collect(
            Collectors.toMap(
                StatusPageConfig::id,
                page -> subscriptions.store().counts(organization, page.id())));
  }

  private SubscribersView view(
      List<StatusPageConfig> pages,
      @Nullable StatusPageConfig shown,
      Optional<Map<StatusPageId, Map<Destination.Kind, Integer>>> counts,
      Optional<List<Subscriber>> rows,
      Times times,
      FormView form) {
    List<SubscribersView.Page> all =
        pages.stream()
            .map(
                page ->
                    page(page, counts.map(known -> told(known.getOrDefault(page.id(), Map.of())))))
            .toList();
    boolean hasMore = rows.filter(found -> found.size() > PER_PAGE).isPresent();
    return new SubscribersView(
        all,
        shown == null
            ? null
            : all.stream()
                .filter(page -> page.id().equals(shown.id().toString()))
                .findFirst()
                .orElseThrow(),
        rows.map(
                found ->
                    found.stream().limit(PER_PAGE).map(each -> row(each, shown, times)).toList())
            .orElse(null),
        hasMore && shown != null
            ? HERE + "/" + shown.id() + "?after=" + rows.get().get(PER_PAGE - 1).id()
            : null,
        subscriptions.isOffered(),
        form);
  }

  private static SubscribersView.Page page(StatusPageConfig page, Optional<String> told) {
    return new SubscribersView.Page(
        page.id().toString(),
        page.slug(),
        page.name(),
        page.visibility() == StatusPageConfig.Visibility.PUBLIC,
        told.orElse(null));
  }

  /** {@code 3 by mail, 1 by webhook}. */
  private static String told(Map<Destination.Kind, Integer> counts) {
    List<String> parts = new ArrayList<>();
    for (Destination.Kind kind : Destination.Kind.values()) {
      if (counts.getOrDefault(kind, 0) > 0) {
        parts.add(counts.get(kind) + " by " + word(kind));
      }
    }
    return parts.isEmpty() ? "nobody yet" : String.join(", ", parts);
  }

  private static String word(Destination.Kind kind) {
    return switch (kind) {
      case EMAIL -> "mail";
      case WEBHOOK -> "webhook";
      case SLACK -> "Slack";
    };
  }

  private static SubscribersView.Row row(
      Subscriber subscriber, @Nullable StatusPageConfig page, Times times) {
    Instant confirmed = subscriber.confirmedAt();
    return new SubscribersView.Row(
        subscriber.id().toString(),
        SubscribeRoutes.Shown.place(subscriber.to()),
        word(subscriber.to().kind()),
        subscriber.components().stream()
            .map(component -> name(component, page))
            .collect(Collectors.joining(", ")),
        confirmed == null ? "asked" : "confirmed",
        times.time(confirmed == null ? subscriber.createdAt() : confirmed));
  }

  private static String name(ComponentId component, @Nullable StatusPageConfig page) {
    return page == null
        ? ""
        : page.components().stream()
            .filter(each -> each.id().equals(component))
            .map(StatusPageConfig.Component::name)
            .findFirst()
            .orElse("a component that is gone");
  }

  private CompletionStage<HttpResponse> add(
      HttpRequest request, Visitor visitor, StatusPageConfig page, Map<String, String> form) {
    return Deeds.attempt(
        () -> {
          ObjectNode json = Json.object();
          form.entrySet().stream()
              .filter(each -> List.of("type", "address", "url").contains(each.getKey()))
              .filter(each -> !each.getValue().isBlank())
              .forEach(each -> json.put(each.getKey(), each.getValue().strip()));
          Input input = Input.of(json);
          Destination to = subscriptions.destinations().read(input);
          input.finish();
          Instant now = time.instant();
          Subscriber wanted =
              new Subscriber(
                  page.organization(), page.id(), SubscriberId.create(), to, List.of(), now, null);
          return stored(
                  () -> {
                    subscriptions.store().ask(wanted, visitor.principal().author(), now);
                    return true;
                  })
              .thenRun(subscriptions.hint());
        },
        HERE + "/" + page.id(),
        fault -> list(request, visitor, page, new FormView(form, fault.errors()), fault.status()));
  }

  private CompletionStage<HttpResponse> remove(
      HttpRequest request, Visitor visitor, StatusPageConfig page, Map<String, String> form) {
    return Deeds.attempt(
        () ->
            Ids.parse(form.getOrDefault("subscriber", ""))
                .map(
                    id ->
                        stored(
                            () ->
                                subscriptions
                                    .store()
                                    .remove(
                                        page.organization(),
                                        page.id(),
                                        new SubscriberId(id),
                                        visitor.principal().author(),
                                        time.instant())))
                .orElseGet(() -> CompletableFuture.completedStage(false)),
        HERE + "/" + page.id(),
        fault -> list(request, visitor, page, new FormView(form, fault.errors()), fault.status()));
  }

  private <T> CompletionStage<T> stored(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, blocking);
  }
}
