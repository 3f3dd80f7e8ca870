package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The pages of rules that open and resolve incidents without a hand. */
final class IncidentRulePages extends IncidentSettingPages<IncidentRule> {
  static final String HERE = "/incidents/rules";

  private static final String COMPONENT = "component-";
  private static final int NAMED = 3;

  private static final List<String> TEXTS =
      List.of("name", "after", "from", "opens", "fold", "title", "quietFor");

  /** What may be said with nothing. */
  private static final List<String> MESSAGES =
      List.of("message", "growthMessage", "resolutionMessage");

  IncidentRulePages(Inside inside, Notices notices, ApiParts parts) {
    super(inside, notices, parts, IncidentRule.KIND, HERE);
  }

  @Override
  Role configures() {
    return Role.ADMIN;
  }

  @Override
  IncidentRule read(
      OrganizationId organization, Map<String, String> form, @Nullable IncidentRule before) {
    ObjectNode json = Json.object();
    for (String field : TEXTS) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, text);
      }
    }
    MESSAGES.forEach(field -> json.put(field, form.getOrDefault(field, "").strip()));
    json.put("resolves", form.containsKey("resolves"));
    String page = form.getOrDefault("statusPageId", "");
    if (!page.isEmpty()) {
      json.put("statusPageId", page);
    } else {
      ArrayNode components = json.putArray("componentIds");
      form.keySet().stream()
          .filter(field -> field.startsWith(COMPONENT))
          .map(field -> field.substring(COMPONENT.length()))
          .sorted()
          .forEach(components::add);
    }
    try {
      return reading.rule(organization, json, before);
    } catch (InvalidInputException wrong) {
      throw new InvalidInputException(
          wrong.errors().stream().map(IncidentRulePages::asTyped).toList());
    }
  }

  /** As the form calls what the API calls by its fields' names. */
  private static FieldError asTyped(FieldError error) {
    return new FieldError(
        error.field().replaceFirst("\\[.*", ""),
        error
            .message()
            .replace(
                "Say what it watches: a status page, or componentIds.",
                "Choose a status page, or tick components."));
  }

  @Override
  Map<String, String> form(@Nullable IncidentRule rule) {
    Map<String, String> form = new HashMap<>();
    ObjectNode json = rule == null ? usual() : reading.json(rule);
    Stream.concat(TEXTS.stream(), MESSAGES.stream())
        .forEach(field -> form.put(field, json.path(field).asText("")));
    form.put("statusPageId", json.path("statusPageId").asText(""));
    form.put("resolves", json.path("resolves").asBoolean(true) ? "yes" : "");
    json.path("componentIds").forEach(id -> form.put(COMPONENT + id.asText(), "yes"));
    return form;
  }

  private ObjectNode usual() {
    ObjectNode json =
        reading.json(
            new IncidentRule(
                "",
                new IncidentRule.Scope(null, List.of()),
                new IncidentRule.Opening(
                    Duration.ofMinutes(2),
                    PageState.PARTIAL_OUTAGE,
                    Opens.PUBLIC,
                    IncidentRule.Folding.ORGANIZATION),
                IncidentRule.Words.USUAL,
                new IncidentRule.Resolving(true, Duration.ofMinutes(2))));
    json.remove("statusPageId");
    return json;
  }

  @Override
  HttpResponse listed(Visitor visitor, List<Item<IncidentRule>> all, Told told) {
    List<IncidentSettingsView.Row> rows = all.stream().map(this::row).toList();
    return inside.html(
        told.status(),
        "incident/rules.jte",
        visitor,
        Map.of("view", new IncidentSettingsView(rows, Inside.may(visitor, configures()), told)));
  }

  private IncidentSettingsView.Row row(Item<IncidentRule> item) {
    IncidentRule rule = item.content();
    String watches = watches(item.organization(), rule.scope());
    return new IncidentSettingsView.Row(
        item.id().toString(),
        item.name(),
        watches,
        does(rule),
        watches.isEmpty() ? "What it watched is gone, so it does nothing." : null);
  }

  private static String does(IncidentRule rule) {
    String opens =
        (rule.opening().opens() == Opens.PUBLIC ? "Opens an incident" : "Opens a draft")
            + (rule.opening().after().isZero()
                ? " at once"
                : " after " + Words.duration(rule.opening().after()));
    return rule.resolving().byItself()
        ? opens
            + ", resolves it "
            + (rule.resolving().quietFor().isZero()
                ? "as soon as all is well."
                : Words.duration(rule.resolving().quietFor()) + " after all is well.")
        : opens + "; people resolve it.";
  }

  private String watches(OrganizationId organization, IncidentRule.Scope scope) {
    StatusPageId page = scope.page();
    if (page != null) {
      return configuration.pages(organization).stream()
          .filter(each -> each.id().equals(page))
          .map(each -> "All of " + each.name())
          .findFirst()
          .orElse("");
    }
    List<String> names =
        scope.components().stream().flatMap(id -> component(organization, id).stream()).toList();
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
  }

  private Optional<String> component(OrganizationId organization, ComponentId id) {
    return configuration.pages(organization).stream()
        .flatMap(page -> page.components().stream())
        .filter(component -> component.id().equals(id))
        .map(StatusPageConfig.Component::name)
        .findFirst();
  }

  @Override
  HttpResponse shown(Visitor visitor, Frame frame) {
    OrganizationId organization = visitor.principal().organization();
    List<IncidentSettingsView.Page> pages =
        configuration.pages(organization).stream()
            .map(page -> new IncidentSettingsView.Page(page.id().toString(), page.name()))
            .sorted(
                Comparator.comparing(
                    IncidentSettingsView.Page::name, String.CASE_INSENSITIVE_ORDER))
            .toList();
    return inside.html(
        frame.status(),
        "incident/rule.jte",
        visitor,
        Map.of(
            "frame",
            frame,
            "pages",
            pages,
            "components",
            IncidentDraft.components(organization, configuration)));
  }
}
