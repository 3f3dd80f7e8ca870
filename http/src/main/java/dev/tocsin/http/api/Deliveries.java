package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Notification.Progress;
import dev.tocsin.alert.PlaceHealth;
import dev.tocsin.alert.PlaceHealths;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.OrganizationId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Whether messages reach a place, and what became of each. */
public final class Deliveries {
  private static final char SEPARATOR = '~';

  private final PlaceHealths healths;
  private final DeliveryLog log;
  private final Executor blocking;

  public Deliveries(ApiParts parts) {
    this.healths = parts.alerts().places().healths();
    this.log = parts.alerts().places().log();
    this.blocking = parts.blocking();
  }

  /**
   * A part of the log.
   *
   * @param next where the older ones begin; null where there are none
   */
  public record Page(List<DeliveryLog.Delivery> items, DeliveryLog.@Nullable Cursor next) {}

  /** Fails where the store does not answer. */
  public CompletionStage<Page> page(
      OrganizationId organization, UUID place, DeliveryLog.Question question) {
    DeliveryLog.Question more =
        new DeliveryLog.Question(question.states(), question.before(), question.limit() + 1);
    return CompletableFuture.supplyAsync(() -> log.list(organization, place, more), blocking)
        .thenApply(
            found -> {
              if (found.size() <= question.limit()) {
                return new Page(found, null);
              }
              List<DeliveryLog.Delivery> items = found.subList(0, question.limit());
              DeliveryLog.Delivery last = items.getLast();
              return new Page(items, new DeliveryLog.Cursor(last.due(), last.id()));
            });
  }

  public PlaceHealth of(OrganizationId organization, UUID place) {
    return healths.of(organization, place);
  }

  CompletionStage<HttpResponse> list(ApiRequest request, UUID place) {
    DeliveryLog.Cursor before =
        request
            .query("cursor")
            .map(
                text ->
                    cursor(text)
                        .orElseThrow(
                            () ->
                                new InvalidInputException(
                                    "cursor", "It must be the nextCursor of an answer.")))
            .orElse(null);
    return page(
            request.organization(),
            place,
            new DeliveryLog.Question(states(request), before, request.limit()))
        .thenApply(
            page ->
                Answers.page(
                    page.items().stream().map(Deliveries::json).toList(),
                    page.next() == null ? null : text(page.next())));
  }

  private static List<Progress> states(ApiRequest request) {
    return request
        .query("state")
        .map(
            asked ->
                Arrays.stream(asked.split(",", -1))
                    .map(
                        each ->
                            state(each.strip())
                                .orElseThrow(
                                    () ->
                                        new InvalidInputException(
                                            "state",
                                            "It must be one or several of "
                                                + Arrays.stream(Progress.values())
                                                    .map(Json::name)
                                                    .toList()
                                                + ", with commas between.")))
                    .toList())
        .orElse(List.of());
  }

  /** Empty where there is no such state. */
  public static Optional<Progress> state(String name) {
    return Arrays.stream(Progress.values()).filter(it -> Json.name(it).equals(name)).findFirst();
  }

  ObjectNode health(OrganizationId organization, UUID place) {
    PlaceHealth health = of(organization, place);
    return Json.object()
        .put("state", health.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("since", time(health.since()))
        .put("reason", health.reason())
        .put("lastDeliveredAt", time(health.lastDeliveredAt()));
  }

  private static ObjectNode json(DeliveryLog.Delivery delivery) {
    DeliveryLog.Result result = delivery.result();
    ObjectNode json =
        Json.object()
            .put("id", delivery.id().toString())
            .put("kind", Json.name(delivery.kind()))
            .put("state", Json.name(result.state()))
            .put("due", Json.time(delivery.due()))
            .put("at", Json.time(result.at()))
            .put("attempts", result.attempts())
            .put("reason", result.reason())
            .put("reference", result.reference());
    DeliveryLog.Of of = delivery.of();
    if (of == null) {
      return json.putNull("alert");
    }
    json.putObject("alert")
        .put("id", of.alert().toString())
        .put("code", of.alert().code())
        .put("title", of.title());
    return json;
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Json.time(at);
  }

  /** For an address. */
  public static String text(DeliveryLog.Cursor cursor) {
    return cursor.due().toString() + SEPARATOR + cursor.message();
  }

  /** Empty where the text is not a cursor. */
  public static Optional<DeliveryLog.Cursor> cursor(String text) {
    int middle = text.indexOf(SEPARATOR);
    if (middle < 0) {
      return Optional.empty();
    }
    try {
      Instant due = Instant.parse(text.substring(0, middle));
      return Ids.parse(text.substring(middle + 1)).map(id -> new DeliveryLog.Cursor(due, id));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
