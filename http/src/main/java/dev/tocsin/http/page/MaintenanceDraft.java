package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.FieldError;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.oncall.LocalMoment;
import dev.tocsin.tenancy.OrganizationId;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The form of a maintenance; its times are by the clocks of the zone that it names. */
public final class MaintenanceDraft {
  static final String BY_RULE = "rule";
  private static final String COMPONENT = "component-";

  /** How it comes again, as the form offers it. */
  public static final List<Choice> REPEATS =
      List.of(
          new Choice("", "Once"),
          new Choice("FREQ=DAILY", "Every day"),
          new Choice("FREQ=WEEKLY", "Every week, on the same day"),
          new Choice("FREQ=WEEKLY;INTERVAL=2", "Every second week"),
          new Choice("FREQ=MONTHLY", "Every month, on the same date"),
          new Choice(BY_RULE, "By a rule of its own"));

  public record Choice(String value, String label) {}

  private final DependencyNames names;
  private final OrganizationId organization;

  MaintenanceDraft(DependencyNames names, OrganizationId organization) {
    this.names = names;
    this.organization = organization;
  }

  /** One that nobody has filled in: the next full hour. */
  static Map<String, String> blank(Times times) {
    LocalDateTime start =
        LocalDateTime.ofInstant(times.now(), times.zone())
            .truncatedTo(ChronoUnit.HOURS)
            .plusHours(1);
    Map<String, String> form = new HashMap<>();
    form.put("startsAt", start.toString());
    form.put("endsAt", start.plusHours(1).toString());
    form.put("timeZone", times.zone().getId());
    form.put("holdAlerts", "yes");
    form.put("public", "yes");
    return form;
  }

  Map<String, String> of(Maintenance maintenance) {
    Timetable timetable = maintenance.timetable();
    Maintenance.Scope scope = maintenance.scope();
    Map<String, String> form = new HashMap<>();
    form.put("title", maintenance.title());
    form.put("message", maintenance.message());
    form.put("startsAt", OverrideForm.typed(timetable.startsAt(), timetable.timeZone()));
    form.put("endsAt", OverrideForm.typed(timetable.endsAt(), timetable.timeZone()));
    form.put("timeZone", timetable.timeZone().getId());
    String rule = timetable.rrule() == null ? "" : timetable.rrule();
    boolean isOffered = REPEATS.stream().anyMatch(choice -> choice.value().equals(rule));
    form.put("repeats", isOffered ? rule : BY_RULE);
    form.put("rrule", isOffered ? "" : rule);
    form.put("everything", scope.everything() ? "yes" : "");
    form.put("holdAlerts", maintenance.holdAlerts() ? "yes" : "");
    form.put("countsInUptime", maintenance.countsInUptime() ? "yes" : "");
    form.put("public", maintenance.isPublic() ? "yes" : "");
    form.put(
        "monitorIds",
        scope.monitors().stream()
            .map(id -> names.name(id.toString(), organization))
            .collect(Collectors.joining("\n")));
    form.put("tags", String.join(", ", scope.tags()));
    scope.components().forEach(id -> form.put(COMPONENT + id, "yes"));
    return form;
  }

  /** As the API takes it; what is no time stays as it is typed, for the API to say so. */
  ObjectNode json(Map<String, String> form, List<FieldError> faults) {
    ObjectNode json = Json.object();
    for (String field : new String[] {"title", "message", "timeZone"}) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, text);
      }
    }
    for (String field : new String[] {"startsAt", "endsAt"}) {
      json.put(field, moment(form.getOrDefault(field, ""), form.getOrDefault("timeZone", "")));
    }
    String repeats = form.getOrDefault("repeats", "");
    String rule = repeats.equals(BY_RULE) ? form.getOrDefault("rrule", "").strip() : repeats;
    if (repeats.equals(BY_RULE) && rule.isEmpty()) {
      faults.add(new FieldError("rrule", "Write a rule such as FREQ=WEEKLY;BYDAY=SU."));
    }
    json.put("rrule", rule.isEmpty() ? null : rule);
    json.put("holdAlerts", form.containsKey("holdAlerts"));
    json.put("countsInUptime", form.containsKey("countsInUptime"));
    json.put("visibility", form.containsKey("public") ? "public" : "internal");
    json.put("everything", "yes".equals(form.get("everything")));
    entries(json.putArray("monitorIds"), form.getOrDefault("monitorIds", ""), "\\R");
    names.read(json, "monitorIds", organization, faults);
    entries(json.putArray("tags"), form.getOrDefault("tags", ""), ",");
    ArrayNode components = json.putArray("componentIds");
    form.keySet().stream()
        .filter(field -> field.startsWith(COMPONENT))
        .map(field -> field.substring(COMPONENT.length()))
        .sorted()
        .forEach(components::add);
    return json;
  }

  private static void entries(ArrayNode into, String text, String separator) {
    for (String entry : text.split(separator, -1)) {
      if (!entry.isBlank()) {
        into.add(entry.strip());
      }
    }
  }

  private static String moment(String typed, String zone) {
    try {
      return LocalMoment.of(LocalDateTime.parse(typed), ZoneId.of(zone)).toString();
    } catch (DateTimeException noTime) {
      return typed;
    }
  }
}
