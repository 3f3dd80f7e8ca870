package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.oncall.calendar.NotUnderstoodException;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.time.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When what is worked on. */
final class MaintenanceApi extends ItemApi<Maintenance> {
  private static final int LONGEST_MESSAGE = 5_000;
  private static final int LONGEST_RULE = 500;
  private static final int MOST_NAMED = 500;
  private static final String PUBLIC = "public";
  private static final String INTERNAL = "internal";
  private static final int NEXT_SHOWN = 5;
  private static final int MOST_MAINTENANCES = 200;

  /** A rule is gone through from its start on. */
  private static final Duration OLDEST = Duration.ofDays(731);

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  MaintenanceApi(ApiParts parts) {
    super(parts, Maintenance.KIND, new Names("/maintenances", "id", "Maintenance", "Maintenances"));
  }

  @Override
  int most() {
    return MOST_MAINTENANCES;
  }

  @Override
  Operation.Access configures() {
    return Operation.needs(Role.RESPONDER);
  }

  @Override
  Maintenance read(ApiRequest request, JsonNode body, @Nullable Maintenance before) {
    return read(request.organization(), body, before);
  }

  Maintenance read(OrganizationId organization, JsonNode body, @Nullable Maintenance before) {
    Input input = Input.of(body);
    List.of("id", "createdAt", "state", "window", "next").forEach(input::node);
    String title = Fields.name(input, "title");
    input.check(title.indexOf('\n') < 0, "title", "It must be one line.");
    Maintenance.Scope scope = scope(input, organization, before);
    Maintenance read =
        new Maintenance(
            title,
            input.optionalText("message", LONGEST_MESSAGE).orElse(""),
            timetable(input, organization, before == null ? null : before.timetable()),
            scope,
            input.bool("holdAlerts").orElse(true),
            input.bool("countsInUptime").orElse(false),
            isPublic(input, scope, before));
    input.check(
        !read.scope().isEmpty(),
        "monitorIds",
        "Say what is worked on: monitorIds, componentIds, tags, or everything.");
    input.finish();
    return read;
  }

  /** Who names components speaks of pages; anything else stays inside unless it is told. */
  private static boolean isPublic(
      Input input, Maintenance.Scope scope, @Nullable Maintenance before) {
    boolean usual = before == null ? !scope.components().isEmpty() : before.isPublic();
    String visibility =
        input.optionalText("visibility", LONGEST_RULE).orElse(usual ? PUBLIC : INTERNAL);
    input.check(
        visibility.equals(PUBLIC) || visibility.equals(INTERNAL),
        "visibility",
        "It must be one of internal, public.");
    return visibility.equals(PUBLIC);
  }

  private Timetable timetable(
      Input input, OrganizationId organization, @Nullable Timetable before) {
    ZoneId zone = input.timeZone("timeZone").orElseGet(() -> usual(organization));
    Instant now = time.instant();
    Instant starts = time(input, "startsAt", now);
    boolean isNear =
        before != null && starts.equals(before.startsAt())
            || starts.isAfter(now.minus(OLDEST)) && starts.isBefore(LATEST);
    input.check(isNear, "startsAt", "It must be from at most two years ago to the year 2199.");
    if (!isNear) {
      starts = now; // no rule is gone through from there
    }
    Instant ends = time(input, "endsAt", starts.plus(Duration.ofHours(1)));
    String rule = input.optionalText("rrule", LONGEST_RULE).map(MaintenanceApi::bare).orElse(null);
    Timetable timetable = new Timetable(starts, ends, zone, rule);
    Duration longest = rule == null ? Timetable.LONGEST : Timetable.LONGEST_REPEATED;
    Duration lasts = Duration.between(starts, ends);
    input.check(!lasts.isNegative() && !lasts.isZero(), "endsAt", "It must be after startsAt.");
    input.check(
        lasts.compareTo(longest) <= 0,
        "endsAt",
        "It must be at most " + longest.toDays() + " days after startsAt.");
    checkRule(input, timetable);
    return timetable;
  }

  private static String bare(String rule) {
    return rule.regionMatches(true, 0, "RRULE:", 0, 6) ? rule.substring(6) : rule;
  }

  private static void checkRule(Input input, Timetable timetable) {
    if (timetable.rrule() == null) {
      return;
    }
    try {
      timetable.checkCost();
      Optional<Instant> first = timetable.firstByRule();
      input.check(
          first.isPresent(), "rrule", "It never begins: see whether it ends before it starts.");
      first.ifPresent(
          at ->
              input.check(
                  at.equals(timetable.startsAt()),
                  "startsAt",
                  "By its rule it begins on " + Json.time(at) + " first; let it start then."));
    } catch (NotUnderstoodException wrong) {
      input.fault("rrule", wrong.sentence() + " An example: FREQ=WEEKLY;BYDAY=SU");
    }
  }

  private ZoneId usual(OrganizationId organization) {
    return configuration.find(organization) instanceof Lookup.Found<Organization>(var found)
        ? found.timeZone()
        : ZoneId.of("UTC");
  }

  private static Instant time(Input input, String field, Instant otherwise) {
    if (!input.has(field)) {
      input.missing(field, "a time such as \"2026-01-31T22:00:00Z\"");
      return otherwise;
    }
    try {
      return Instant.parse(input.text(field, 40));
    } catch (DateTimeException notATime) {
      input.fault(field, "It must be a time such as 2026-01-31T22:00:00Z.");
      return otherwise;
    }
  }

  private Maintenance.Scope scope(
      Input input, OrganizationId organization, @Nullable Maintenance before) {
    Maintenance.Scope known =
        before == null
            ? new Maintenance.Scope(false, List.of(), List.of(), List.of())
            : before.scope();
    Set<UUID> components = components(organization);
    return new Maintenance.Scope(
        input.bool("everything").orElse(false),
        ids(
                input,
                "monitorIds",
                "the id of a monitor of this organization",
                id -> known.monitors().contains(new MonitorId(id)) || isMonitor(organization, id))
            .stream()
            .map(MonitorId::new)
            .toList(),
        ids(
            input,
            "componentIds",
            "the id of a component of one of this organization's status pages",
            id -> known.components().contains(id) || components.contains(id)),
        input
            .list(
                "tags",
                MonitorReader.MOST_TAGS,
                "a tag",
                node -> {
                  String tag = node.isTextual() ? node.textValue().strip() : "";
                  return MonitorReader.isTag(tag) ? tag : null;
                })
            .stream()
            .distinct()
            .toList());
  }

  private boolean isMonitor(OrganizationId organization, UUID id) {
    return configuration.monitor(new MonitorRef(organization, new MonitorId(id)))
        instanceof Lookup.Found<MonitorConfig>;
  }

  private Set<UUID> components(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .flatMap(page -> page.components().stream())
        .map(component -> component.id().value())
        .collect(Collectors.toSet());
  }

  private static List<UUID> ids(Input input, String field, String what, Predicate<UUID> isThere) {
    return input
        .list(
            field, MOST_NAMED, what, node -> Ids.parse(node.asText()).filter(isThere).orElse(null))
        .stream()
        .distinct()
        .toList();
  }

  @Override
  ObjectNode configured(Maintenance maintenance) {
    Timetable timetable = maintenance.timetable();
    Maintenance.Scope scope = maintenance.scope();
    ObjectNode json =
        Json.object()
            .put("title", maintenance.title())
            .put("message", maintenance.message().isEmpty() ? null : maintenance.message())
            .put("startsAt", Json.time(timetable.startsAt()))
            .put("endsAt", Json.time(timetable.endsAt()))
            .put("timeZone", timetable.timeZone().getId())
            .put("rrule", timetable.rrule())
            .put("holdAlerts", maintenance.holdAlerts())
            .put("countsInUptime", maintenance.countsInUptime())
            .put("visibility", maintenance.isPublic() ? PUBLIC : INTERNAL)
            .put("everything", scope.everything());
    ArrayNode monitors = json.putArray("monitorIds");
    scope.monitors().forEach(id -> monitors.add(id.toString()));
    ArrayNode components = json.putArray("componentIds");
    scope.components().forEach(id -> components.add(id.toString()));
    ArrayNode tags = json.putArray("tags");
    scope.tags().forEach(tags::add);
    return json;
  }

  /** Also whether it is under way, and when it comes next. */
  @Override
  ObjectNode json(Item<Maintenance> item, ApiRequest request) {
    Instant now = time.instant();
    Timetable timetable = item.content().timetable();
    Optional<Window> open = timetable.at(now);
    List<Window> next = timetable.next(now, NEXT_SHOWN);
    ObjectNode json = super.json(item, request);
    json.put("state", open.isPresent() ? "active" : next.isEmpty() ? "over" : "planned");
    json.set("window", open.map(MaintenanceApi::window).orElse(null));
    ArrayNode following = json.putArray("next");
    next.forEach(window -> following.add(window(window)));
    return json;
  }

  private static ObjectNode window(Window window) {
    return Json.object()
        .put("startsAt", Json.time(window.from()))
        .put("endsAt", Json.time(window.until()));
  }

  /** What a monitor's own JSON says of the window that it is in. */
  static @Nullable ObjectNode over(Maintenances maintenances, MonitorConfig monitor, Instant now) {
    return maintenances
        .over(monitor, now)
        .map(
            open ->
                Json.object()
                    .put("id", open.item().id().toString())
                    .put("title", open.item().name())
                    .put("until", Json.time(open.window().until()))
                    .put("holdAlerts", open.item().content().holdAlerts()))
        .orElse(null);
  }
}
