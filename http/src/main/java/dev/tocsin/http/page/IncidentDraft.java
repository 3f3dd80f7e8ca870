package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.Phase;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.OrganizationId;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The forms of incidents, as the API takes them; times are by the clock of whoever types. */
public final class IncidentDraft {
  private static final String COMPONENT = "component-";

  /** What can be said of a component. */
  public static final List<IncidentView.Choice> STATES =
      List.of(
              PageState.OPERATIONAL,
              PageState.DEGRADED_PERFORMANCE,
              PageState.PARTIAL_OUTAGE,
              PageState.MAJOR_OUTAGE)
          .stream()
          .map(state -> new IncidentView.Choice(Json.name(state), Words.word(state)))
          .toList();

  /** How bad it can be. */
  public static final List<IncidentView.Choice> IMPACTS =
      Arrays.stream(Impact.values())
          .map(impact -> new IncidentView.Choice(Json.name(impact), IncidentWords.word(impact)))
          .toList();

  private IncidentDraft() {}

  /** The phases from here, the usual next one first. */
  static List<IncidentView.Choice> phases(List<Phase> phases) {
    return phases.stream()
        .map(phase -> new IncidentView.Choice(Json.name(phase), IncidentWords.word(phase)))
        .toList();
  }

  /** All components of all pages, as fields. */
  static List<IncidentView.Component> components(
      OrganizationId organization, NodeConfiguration configuration) {
    return configuration.pages(organization).stream()
        .flatMap(
            page ->
                page.components().stream()
                    .map(
                        component ->
                            new IncidentView.Component(
                                COMPONENT + component.id(),
                                component.name() + ", " + page.name(),
                                null)))
        .sorted(Comparator.comparing(IncidentView.Component::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /**
   * @param fields that are text as it is typed
   * @param times that are by this zone's clock
   */
  static ObjectNode json(
      Map<String, String> form, List<String> fields, List<String> times, ZoneId zone) {
    ObjectNode json = Json.object();
    for (String field : fields) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, text);
      }
    }
    for (String field : times) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, OverrideForm.moment(text, zone));
      }
    }
    return json;
  }

  /** What is said of components; of those that are left as they are nothing. */
  static void components(Map<String, String> form, ObjectNode json) {
    ArrayNode components = json.putArray("components");
    form.entrySet().stream()
        .filter(field -> field.getKey().startsWith(COMPONENT) && !field.getValue().isBlank())
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            field ->
                components
                    .addObject()
                    .put("id", field.getKey().substring(COMPONENT.length()))
                    .put("state", field.getValue()));
  }
}
