package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ScheduleChanges.Planner;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.Duty;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.OverrideId;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.ScheduleOverride;
import dev.tocsin.oncall.Shift;
import dev.tocsin.oncall.Watch;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** On-call schedules, what they say, and the overrides that people agree on. */
final class ScheduleApi extends ItemApi<Schedule> {
  private static final Names NAMES = new Names("/schedules", "id", "Schedule", "Schedules");
  private static final Duration USUAL_SPAN = Duration.ofDays(7);
  private static final Duration LONGEST_SPAN = Duration.ofDays(366);

  /** Of all layers together; turns of an hour in many layers are more in a year than one reads. */
  private static final int MOST_SHIFTS = 20_000;

  private final ScheduleChanges changes;
  private final ScheduleCalendars calendars;
  private final ScheduleJson shown;
  private final Executor blocking;

  ScheduleApi(ApiParts parts) {
    super(parts, Schedule.KIND, NAMES);
    this.changes = new ScheduleChanges(parts);
    this.calendars = new ScheduleCalendars(parts);
    this.shown = new ScheduleJson(configuration);
    this.blocking = parts.blocking();
  }

  @Override
  List<Operation> operations() {
    String one = NAMES.pathOfOne();
    var reads = Operation.needs(Role.VIEWER);
    var plans = Operation.needs(Role.RESPONDER);
    List<Operation> all = new ArrayList<>(super.operations());
    all.add(Operation.get("getOnCall", one + "/on-call", reads, this::onCall));
    all.add(Operation.get("listShifts", one + "/shifts", reads, this::shifts));
    all.add(Operation.get("listOverrides", one + "/overrides", reads, this::overrides));
    all.add(Operation.post("createOverride", one + "/overrides", plans, this::override));
    all.add(
        Operation.delete("deleteOverride", one + "/overrides/{overrideId}", plans, this::remove));
    all.add(Operation.post("swapShifts", one + "/swap", plans, this::swap));
    all.add(Operation.get("getScheduleCalendar", one + "/calendar.ics", reads, this::calendar));
    all.add(Operation.post("importCalendar", one + "/import", configures(), this::takeOver));
    return all;
  }

  @Override
  Schedule read(ApiRequest request, JsonNode body, @Nullable Schedule before) {
    return changes.read(request.organization(), body, before);
  }

  @Override
  ObjectNode configured(Schedule schedule) {
    return ScheduleJson.configured(schedule);
  }

  @Override
  ObjectNode json(Item<Schedule> item, ApiRequest request) {
    ObjectNode json = super.json(item, request);
    json.set("overrides", ScheduleJson.overrides(item.content().overrides()));
    json.set("people", shown.people(request.organization(), item.content()));
    return json;
  }

  private CompletionStage<HttpResponse> onCall(ApiRequest request) {
    Schedule schedule = one(request).content();
    Instant at = request.time("at").orElseGet(time::instant);
    return CompletableFuture.supplyAsync(
        () -> Json.response(200, onCall(schedule, at, request)), blocking);
  }

  private ObjectNode onCall(Schedule schedule, Instant at, ApiRequest request) {
    OnCall onCall = new OnCall(schedule);
    Watch watch = onCall.watch(at);
    Duty duty = onCall.at(at).orElse(null);
    ObjectNode json = Json.object().put("at", Json.time(at));
    json.set("person", shown.person(request.organization(), watch.user()));
    json.put("since", time(watch.from())).put("until", time(watch.until()));
    json.set("why", duty == null ? null : ScheduleJson.why(duty.source()));
    json.set("next", shown.person(request.organization(), watch.next()));
    return json;
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Json.time(at);
  }

  private CompletionStage<HttpResponse> shifts(ApiRequest request) {
    Schedule schedule = one(request).content();
    Instant from =
        request.time("from").orElseGet(() -> time.instant().truncatedTo(ChronoUnit.SECONDS));
    Instant until = request.time("until").orElseGet(() -> from.plus(USUAL_SPAN));
    if (!until.isAfter(from)) {
      throw new InvalidInputException("until", "It must be after \"from\".");
    }
    if (Duration.between(from, until).compareTo(LONGEST_SPAN) > 0) {
      throw new InvalidInputException("until", "It must be at most a year after \"from\".");
    }
    return CompletableFuture.supplyAsync(
        () -> Json.response(200, shifts(schedule, from, until, request)), blocking);
  }

  private ObjectNode shifts(Schedule schedule, Instant from, Instant until, ApiRequest request) {
    OnCall onCall = new OnCall(schedule);
    List<List<Shift>> layers = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < schedule.layers().size(); i++) {
      layers.add(onCall.layer(i, from, until));
      count += layers.getLast().size();
      if (count > MOST_SHIFTS) {
        throw new InvalidInputException(
            "until", "There are more than " + MOST_SHIFTS + " shifts; ask for a shorter time.");
      }
    }
    ObjectNode json = ScheduleJson.span(from, until);
    json.set("final", shown.shifts(request.organization(), onCall.timeline(from, until)));
    ArrayNode shownLayers = json.putArray("layers");
    for (int i = 0; i < layers.size(); i++) {
      shownLayers
          .addObject()
          .put("name", schedule.layers().get(i).name())
          .set("shifts", shown.shifts(request.organization(), layers.get(i)));
    }
    ArrayNode gaps = json.putArray("gaps");
    onCall.gaps(from, until).forEach(gap -> gaps.add(ScheduleJson.span(gap.from(), gap.until())));
    return json;
  }

  private CompletionStage<HttpResponse> overrides(ApiRequest request) {
    return Answers.now(
        Answers.list(
            one(request).content().overrides().stream().map(ScheduleJson::override).toList()));
  }

  private CompletionStage<HttpResponse> override(ApiRequest request) {
    return changes
        .override(one(request), request.body(), planner(request))
        .thenApply(
            stored -> {
              ScheduleOverride made = stored.content().overrides().getLast();
              return Answers.created(
                  "/schedules/" + stored.id() + "/overrides",
                  made.id(),
                  ScheduleJson.override(made));
            });
  }

  private CompletionStage<HttpResponse> swap(ApiRequest request) {
    return changes
        .swap(one(request), request.body(), planner(request))
        .thenApply(
            stored -> {
              List<ScheduleOverride> all = stored.content().overrides();
              return Answers.list(
                  all.subList(all.size() - 2, all.size()).stream()
                      .map(ScheduleJson::override)
                      .toList());
            });
  }

  private CompletionStage<HttpResponse> remove(ApiRequest request) {
    OverrideId id = new OverrideId(request.id("overrideId"));
    return changes.remove(one(request), id, planner(request)).thenApply(stored -> Json.noContent());
  }

  private static Planner planner(ApiRequest request) {
    User user = request.caller().user();
    return new Planner(
        request.author(), request.principal().role(), user == null ? null : user.id());
  }

  private CompletionStage<HttpResponse> calendar(ApiRequest request) {
    Item<Schedule> item = one(request);
    return CompletableFuture.supplyAsync(() -> calendars.ofSchedule(item), blocking);
  }

  private CompletionStage<HttpResponse> takeOver(ApiRequest request) {
    Item<Schedule> before = one(request);
    return CompletableFuture.supplyAsync(() -> calendars.read(before, request.body()), blocking)
        .thenCompose(
            read ->
                writer
                    .updateItem(before.with(read.schedule()), before.revision(), request.author())
                    .thenApply(stored -> Json.response(200, read.json())));
  }
}
