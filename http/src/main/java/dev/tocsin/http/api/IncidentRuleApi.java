package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.incident.rule.IncidentRule.Folding;
import dev.tocsin.incident.rule.IncidentRule.Opening;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.incident.rule.IncidentRule.Resolving;
import dev.tocsin.incident.rule.IncidentRule.Words;
import dev.tocsin.incident.rule.Placeholder;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When incidents are opened and resolved without a hand. */
final class IncidentRuleApi extends ItemApi<IncidentRule> {
  private static final int MOST_RULES = 100;
  private static final int MOST_COMPONENTS = 200;
  private static final int LONGEST_MESSAGE = 5_000;
  private static final Duration USUAL = Duration.ofMinutes(2);

  private static final List<PageState> TROUBLES =
      List.of(PageState.DEGRADED_PERFORMANCE, PageState.PARTIAL_OUTAGE, PageState.MAJOR_OUTAGE);

  IncidentRuleApi(ApiParts parts) {
    super(
        parts,
        IncidentRule.KIND,
        new Names("/incident-rules", "id", "IncidentRule", "IncidentRules"));
  }

  @Override
  int most() {
    return MOST_RULES;
  }

  @Override
  IncidentRule read(ApiRequest request, JsonNode body, @Nullable IncidentRule before) {
    return read(request.organization(), body, before);
  }

  IncidentRule read(OrganizationId organization, JsonNode body, @Nullable IncidentRule before) {
    Input input = Input.of(body);
    List.of("id", "createdAt").forEach(input::node);
    String name = Fields.name(input, "name");
    input.check(name.indexOf('\n') < 0, "name", "It must be one line.");
    IncidentRule read =
        new IncidentRule(
            name,
            scope(input, organization, before),
            new Opening(
                input.duration("after", Duration.ZERO, IncidentRule.LONGEST_AFTER).orElse(USUAL),
                input.choice("from", TROUBLES).orElse(PageState.PARTIAL_OUTAGE),
                input.choice("opens", Opens.class).orElse(Opens.PUBLIC),
                input.choice("fold", Folding.class).orElse(Folding.ORGANIZATION)),
            words(input),
            new Resolving(
                input.bool("resolves").orElse(true),
                input
                    .duration("quietFor", Duration.ZERO, IncidentRule.LONGEST_QUIET)
                    .orElse(USUAL)));
    input.finish();
    return read;
  }

  private IncidentRule.Scope scope(
      Input input, OrganizationId organization, @Nullable IncidentRule before) {
    StatusPageId known = before == null ? null : before.scope().page();
    List<ComponentId> named = before == null ? List.of() : before.scope().components();
    UUID page =
        Fields.id(
            input,
            "statusPageId",
            id ->
                new StatusPageId(id).equals(known)
                    || configuration.pages(organization).stream()
                        .anyMatch(each -> each.id().value().equals(id)),
            "It must be the id of one of this organization's status pages.");
    Set<UUID> there =
        configuration.pages(organization).stream()
            .flatMap(each -> each.components().stream())
            .map(StatusPageConfig.Component::id)
            .map(ComponentId::value)
            .collect(Collectors.toSet());
    List<ComponentId> components =
        input
            .list(
                "componentIds",
                MOST_COMPONENTS,
                "the id of a component of one of this organization's status pages",
                node ->
                    Ids.parse(node.asText())
                        .filter(id -> there.contains(id) || named.contains(new ComponentId(id)))
                        .orElse(null))
            .stream()
            .distinct()
            .map(ComponentId::new)
            .toList();
    input.check(
        page == null || components.isEmpty(),
        "componentIds",
        "The page says them already: name the page or its components, not both.");
    input.check(
        input.has("statusPageId") || input.has("componentIds") && !components.isEmpty(),
        "statusPageId",
        "Say what it watches: a status page, or componentIds.");
    return new IncidentRule.Scope(page == null ? null : new StatusPageId(page), components);
  }

  private static Words words(Input input) {
    String title =
        input.optionalText("title", IncidentForm.LONGEST_TITLE).orElse(Words.USUAL.title());
    input.check(title.indexOf('\n') < 0, "title", "It must be one line.");
    checkGaps(input, "title", title, Placeholder.BEFORE_ITS_END);
    return new Words(
        title,
        message(input, "message", Words.USUAL.message(), Placeholder.BEFORE_ITS_END),
        message(input, "growthMessage", Words.USUAL.growth(), Placeholder.BEFORE_ITS_END),
        message(input, "resolutionMessage", Words.USUAL.resolution(), Placeholder.AT_ITS_END));
  }

  private static String message(Input input, String field, String usual, Set<Placeholder> allowed) {
    String message = input.verbatim(field, LONGEST_MESSAGE).map(String::strip).orElse(usual);
    checkGaps(input, field, message, allowed);
    return message;
  }

  private static void checkGaps(Input input, String field, String text, Set<Placeholder> allowed) {
    Placeholder.unknown(text, allowed)
        .ifPresent(
            gap ->
                input.fault(
                    field,
                    "Nothing is known of "
                        + gap
                        + ". What is filled in: "
                        + allowed.stream()
                            .sorted()
                            .map(Placeholder::text)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  @Override
  ObjectNode configured(IncidentRule rule) {
    Opening opening = rule.opening();
    Words words = rule.words();
    StatusPageId page = rule.scope().page();
    ObjectNode json =
        Json.object()
            .put("name", rule.name())
            .put("statusPageId", page == null ? null : page.toString());
    ArrayNode components = json.putArray("componentIds");
    rule.scope().components().forEach(id -> components.add(id.toString()));
    return json.put("after", Durations.format(opening.after()))
        .put("from", Json.name(opening.from()))
        .put("opens", Json.name(opening.opens()))
        .put("fold", Json.name(opening.folding()))
        .put("title", words.title())
        .put("message", words.message())
        .put("growthMessage", words.growth())
        .put("resolves", rule.resolving().byItself())
        .put("quietFor", Durations.format(rule.resolving().quietFor()))
        .put("resolutionMessage", words.resolution());
  }
}
