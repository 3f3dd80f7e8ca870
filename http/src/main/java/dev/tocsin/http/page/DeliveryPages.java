package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Notification.Progress;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Deliveries;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.ChannelForms;
import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a channel, or to one's own contact method. All of a search is in its address.
 */
final class DeliveryPages {
  private static final int PER_PAGE = 50;
  private static final List<Option> STATES =
      List.of(
          Option.of("", "All"),
          Option.of("delivered", "Delivered"),
          Option.of("waiting", "Waiting"),
          Option.of("failed", "Failed"),
          Option.of("dropped", "Not needed any more"));

  private final Inside inside;
  private final Notices notices;
  private final NodeConfiguration configuration;
  private final ChannelKinds kinds;
  private final Deliveries deliveries;
  private final InstantSource time;

  DeliveryPages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.configuration = parts.configuration();
    this.kinds = parts.alerts().channels();
    this.deliveries = new Deliveries(parts);
    this.time = parts.time();
  }

  private record Place(Item<?> item, Endpoint endpoint, String tab, String address, String list) {}

  CompletionStage<HttpResponse> ofChannel(String id, HttpRequest request, Visitor visitor) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(visitor.principal().organization(), Channel.KIND, known),
                    item ->
                        page(
                            new Place(
                                item,
                                item.content().endpoint(),
                                "channels",
                                "/channels/" + item.id(),
                                ChannelPages.HERE),
                            request,
                            visitor)))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  /** Another person's is not there for this visitor. */
  CompletionStage<HttpResponse> ofContactMethod(String id, HttpRequest request, Visitor visitor) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(
                        visitor.principal().organization(), ContactMethod.KIND, known),
                    item ->
                        item.content().user().equals(visitor.user().id())
                            ? page(
                                new Place(
                                    item,
                                    item.content().endpoint(),
                                    "contacts",
                                    ContactPages.HERE + "/" + item.id() + "/deliveries",
                                    ContactPages.HERE),
                                request,
                                visitor)
                            : Inside.done(notices.notFound())))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private CompletionStage<HttpResponse> page(Place place, HttpRequest request, Visitor visitor) {
    Optional<Progress> state = request.getUri().query().get("state").flatMap(Deliveries::state);
    DeliveryLog.Cursor before =
        request.getUri().query().get("cursor").flatMap(Deliveries::cursor).orElse(null);
    return Answers.absentWhereAway(
            deliveries.page(
                place.item().organization(),
                place.item().id(),
                new DeliveryLog.Question(state.stream().toList(), before, PER_PAGE)))
        .thenApply(
            page ->
                inside.html(
                    page.isPresent() ? 200 : 503,
                    "people/deliveries.jte",
                    visitor,
                    Map.of(
                        "view",
                        view(place, state.orElse(null), page.orElse(null), before, visitor))));
  }

  private DeliveriesView view(
      Place place,
      @Nullable Progress state,
      Deliveries.@Nullable Page page,
      DeliveryLog.@Nullable Cursor before,
      Visitor visitor) {
    String type = place.endpoint().type();
    String chosen = state == null ? "" : Json.name(state);
    Times times = Times.of(visitor, configuration, time.instant());
    return new DeliveriesView(
        place.tab(),
        place.item().name(),
        ChannelForms.title(type) + ", " + kinds.place(place.endpoint()),
        HealthView.of(deliveries.of(place.item().organization(), place.item().id()), times),
        new DeliveriesView.Filter(place.address(), place.list(), STATES, chosen),
        page == null ? null : page.items().stream().map(each -> row(each, times)).toList(),
        new DeliveriesView.Pages(
            page == null || page.next() == null
                ? null
                : address(place, chosen, Deliveries.text(page.next())),
            before == null ? null : address(place, chosen, null)));
  }

  private static String address(Place place, String state, @Nullable String cursor) {
    List<String> asked = new ArrayList<>();
    if (!state.isEmpty()) {
      asked.add("state=" + state);
    }
    if (cursor != null) {
      asked.add("cursor=" + cursor);
    }
    return asked.isEmpty() ? place.address() : place.address() + "?" + String.join("&", asked);
  }

  private static DeliveriesView.Row row(DeliveryLog.Delivery delivery, Times times) {
    DeliveryLog.Result result = delivery.result();
    boolean isFailing = result.state() == Progress.WAITING && result.attempts() > 0;
    return new DeliveriesView.Row(
        delivery.due().toString(),
        times.toTheSecond(delivery.due()),
        switch (result.state()) {
          case DELIVERED -> "up";
          case WAITING -> isFailing ? "degraded" : "pending";
          case FAILED -> "down";
          case DROPPED -> "paused";
        },
        switch (result.state()) {
          case DELIVERED -> "Delivered";
          case WAITING -> isFailing ? "Tried again soon" : "Waiting";
          case FAILED -> "Failed";
          case DROPPED -> "Not needed any more";
        },
        told(delivery.kind()),
        link(delivery.of()),
        note(result));
  }

  private static DeliveriesView.@Nullable AlertLink link(DeliveryLog.@Nullable Of alert) {
    return alert == null
        ? null
        : new DeliveriesView.AlertLink(
            alert.alert().toString(), alert.alert().code(), alert.title());
  }

  private static String told(Message.Kind kind) {
    return switch (kind) {
      case TRIGGERED -> "Triggered";
      case ACKNOWLEDGED -> "Acknowledged";
      case RESOLVED -> "Resolved";
      case BUNDLE -> "Several alerts";
      case TEST -> "Test";
      case VERIFICATION -> "Verification code";
      case WARNING -> "Warning";
    };
  }

  private static String note(DeliveryLog.Result result) {
    List<String> parts = new ArrayList<>();
    if (result.attempts() > 1) {
      parts.add(result.attempts() + " attempts");
    }
    if (result.reason() != null) {
      parts.add(result.reason());
    }
    if (result.reference() != null) {
      parts.add("its name there is " + result.reference());
    }
    return String.join("; ", parts);
  }
}
