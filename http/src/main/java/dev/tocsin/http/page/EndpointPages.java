package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Deliveries;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.ChannelForm;
import dev.tocsin.http.page.form.ChannelForms;
import dev.tocsin.http.page.form.FilledChannel;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.Organization;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Places that messages go to: how one is added, changed and removed. Their secrets go in and never
 * come out.
 *
 * @param <T> what has such a place
 */
abstract class EndpointPages<T extends Content> {
  final Inside inside;
  final Notices notices;
  final AlertSettings settings;
  final NodeConfiguration configuration;
  final ChannelKinds kinds;
  private final Deliveries deliveries;
  private final InstantSource time;
  private final ContentKind<T> kind;
  private final Texts texts;

  /**
   * What is particular to them.
   *
   * @param address of the page that lists them
   * @param current that page's tab
   * @param isForPeople whether each reaches one person
   * @param one what people call one of them
   */
  record Texts(
      String address,
      String current,
      boolean isForPeople,
      String one,
      String choose,
      String add,
      String saved) {}

  EndpointPages(Inside inside, Notices notices, ApiParts parts, ContentKind<T> kind, Texts texts) {
    this.inside = inside;
    this.notices = notices;
    this.settings = new AlertSettings(parts);
    this.configuration = parts.configuration();
    this.kinds = parts.alerts().channels();
    this.deliveries = new Deliveries(parts);
    this.time = parts.time();
    this.kind = kind;
    this.texts = texts;
  }

  abstract Endpoint endpoint(T content);

  /** Whether it is among those that this visitor's pages are about. */
  abstract boolean isMeant(T content, Visitor visitor);

  abstract T read(Visitor visitor, ObjectNode typed, @Nullable T before);

  /** The page that lists them. */
  abstract CompletionStage<HttpResponse> listed(Visitor visitor, Told told);

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  final HealthView health(Visitor visitor, Item<T> item) {
    return HealthView.of(
        deliveries.of(item.organization(), item.id()),
        Times.of(visitor, configuration, time.instant()));
  }

  private ChannelKinds offered() {
    return texts.isForPeople() ? kinds : kinds.shared();
  }

  /** By their names. */
  final List<Item<T>> all(Visitor visitor) {
    return configuration.items(visitor.principal().organization(), kind).stream()
        .filter(item -> isMeant(item.content(), visitor))
        .sorted(
            Comparator.comparing((Item<T> item) -> item.name(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Item::id))
        .toList();
  }

  final CompletionStage<HttpResponse> one(
      String id,
      Visitor visitor,
      BiFunction<Item<T>, Organization, CompletionStage<HttpResponse>> then) {
    var organization = visitor.principal().organization();
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.find(organization),
                    ours ->
                        notices.of(
                            configuration.item(organization, kind, known),
                            item ->
                                isMeant(item.content(), visitor)
                                    ? then.apply(item, ours)
                                    : Inside.done(notices.notFound()))))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  /** The page that lists them, with what came of a deed. */
  final CompletionStage<HttpResponse> said(String id, Visitor visitor, CompletionStage<Told> deed) {
    return deed.handle(
            (told, failure) -> {
              if (failure == null) {
                return listed(visitor, told);
              }
              Inside.Fault fault = Inside.fault(failure);
              return listed(visitor, Told.fault(id, fault)).thenApply(fault::on);
            })
        .thenCompose(answer -> answer);
  }

  CompletionStage<HttpResponse> choose(HttpRequest request, Visitor visitor) {
    return Inside.done(
        inside.html(
            200,
            "people/places.jte",
            visitor,
            Map.of(
                "current",
                texts.current(),
                "sentence",
                texts.choose(),
                "address",
                texts.address(),
                "kinds",
                ChannelForms.of(offered().types(), texts.isForPeople()))));
  }

  CompletionStage<HttpResponse> blank(String type, Visitor visitor) {
    return form(type)
        .map(form -> added(visitor, form, Map.of(), 200, List.of()))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  CompletionStage<HttpResponse> create(String type, Visitor visitor, Map<String, String> typed) {
    Optional<ChannelForm> form = form(type);
    if (form.isEmpty()) {
      return Inside.done(notices.notFound());
    }
    return attempt(
        () ->
            settings.add(
                Ids.parse(typed.getOrDefault("id", "")).orElseGet(Ids::create),
                visitor.principal().organization(),
                read(visitor, json(form.get(), typed), null),
                all(visitor),
                visitor.principal().author()),
        fault -> added(visitor, form.get(), typed, fault.status(), fault.errors()));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(id, visitor, (item, ours) -> changed(visitor, item, Map.of(), 200, List.of()));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> typed) {
    return one(
        id,
        visitor,
        (item, ours) ->
            form(endpoint(item.content()).type())
                .map(
                    form ->
                        attempt(
                            () -> {
                              T wanted = read(visitor, json(form, typed), item.content());
                              Meanwhile.check(typed, item, wanted, texts.one());
                              return settings.change(item, wanted, visitor.principal().author());
                            },
                            fault -> changed(visitor, item, typed, fault.status(), fault.errors())))
                .orElseGet(() -> Inside.done(notices.notFound())));
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor, Map<String, String> typed) {
    return one(
        id,
        visitor,
        (item, ours) ->
            attempt(
                () ->
                    settings.remove(
                        item.organization(), kind, item.id(), visitor.principal().author()),
                fault -> listed(visitor, Told.fault(id, fault))));
  }

  /** What is to be expected of input and stores is said; the rest goes on. */
  private CompletionStage<HttpResponse> attempt(Deeds.Deed deed, Deeds.Refusal refused) {
    return Deeds.attempt(deed, texts.address(), refused);
  }

  private static ObjectNode json(ChannelForm form, Map<String, String> typed) {
    List<FieldError> lost = new ArrayList<>();
    ObjectNode json = form.json(typed, lost);
    if (!lost.isEmpty()) {
      throw new InvalidInputException(lost);
    }
    return json;
  }

  private Optional<ChannelForm> form(String type) {
    return offered().byType(type).flatMap(known -> ChannelForms.of(type));
  }

  private CompletionStage<HttpResponse> added(
      Visitor visitor,
      ChannelForm form,
      Map<String, String> typed,
      int status,
      List<FieldError> errors) {
    return shown(
        visitor,
        status,
        new EndpointFormView(
            texts.current(),
            texts.add() + " " + form.title() + ".",
            form.steps().isEmpty() ? form.about() : form.steps(),
            texts.address() + "/new/" + form.type(),
            texts.address(),
            Meanwhile.made(Ids.parse(typed.getOrDefault("id", "")).orElseGet(Ids::create)),
            FilledChannel.of(form, Json.object(), Set.of(), typed, errors)));
  }

  private CompletionStage<HttpResponse> changed(
      Visitor visitor,
      Item<T> item,
      Map<String, String> typed,
      int status,
      List<FieldError> errors) {
    Endpoint endpoint = endpoint(item.content());
    Optional<ChannelForm> form = form(endpoint.type());
    if (form.isEmpty()) {
      return Inside.done(notices.notFound());
    }
    Set<String> secrets = kinds.byType(endpoint.type()).map(ChannelKind::secrets).orElse(Set.of());
    Set<String> stored =
        secrets.stream()
            .filter(endpoint.settings()::containsKey)
            .collect(Collectors.toUnmodifiableSet());
    return shown(
        visitor,
        status,
        new EndpointFormView(
            texts.current(),
            item.name() + " goes to " + kinds.place(endpoint) + ".",
            texts.saved(),
            texts.address() + "/" + item.id(),
            texts.address(),
            typed.isEmpty() ? Meanwhile.opened(item) : Meanwhile.still(typed),
            FilledChannel.of(
                form.get(),
                settings.json(endpoint).put("name", item.name()),
                stored,
                typed,
                errors)));
  }

  private CompletionStage<HttpResponse> shown(Visitor visitor, int status, EndpointFormView view) {
    return Inside.done(inside.html(status, "people/endpoint.jte", visitor, Map.of("view", view)));
  }
}
