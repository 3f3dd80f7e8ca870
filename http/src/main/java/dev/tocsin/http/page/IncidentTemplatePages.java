package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.incident.IncidentTemplate;
import dev.tocsin.incident.Phase;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The pages of what people begin with when they tell of an incident. */
final class IncidentTemplatePages extends IncidentSettingPages<IncidentTemplate> {
  static final String HERE = "/incidents/templates";

  private static final int LONGEST_GIST = 160;

  IncidentTemplatePages(Inside inside, Notices notices, ApiParts parts) {
    super(inside, notices, parts, IncidentTemplate.KIND, HERE);
  }

  /** All of an organization, for a form that begins with one. */
  static List<IncidentView.Choice> choices(
      OrganizationId organization, NodeConfiguration configuration) {
    return configuration.items(organization, IncidentTemplate.KIND).stream()
        .sorted(Comparator.comparing(Item::name, String.CASE_INSENSITIVE_ORDER))
        .map(item -> new IncidentView.Choice(item.id().toString(), item.name()))
        .toList();
  }

  /** The one that an address names; empty where it names none. */
  static Optional<IncidentTemplate> named(
      String id, OrganizationId organization, NodeConfiguration configuration) {
    return Ids.parse(id)
        .flatMap(
            known ->
                configuration.item(organization, IncidentTemplate.KIND, known)
                        instanceof Lookup.Found<Item<IncidentTemplate>>(var found)
                    ? Optional.of(found.content())
                    : Optional.empty());
  }

  @Override
  Role configures() {
    return Role.RESPONDER;
  }

  @Override
  IncidentTemplate read(
      OrganizationId organization, Map<String, String> form, @Nullable IncidentTemplate before) {
    var json = Json.object();
    for (String field : new String[] {"name", "title", "message", "phase", "impact"}) {
      String text = form.getOrDefault(field, "").strip();
      if (!text.isEmpty()) {
        json.put(field, text);
      }
    }
    return reading.template(json);
  }

  @Override
  Map<String, String> form(@Nullable IncidentTemplate template) {
    Map<String, String> form = new HashMap<>();
    form.put("name", template == null ? "" : template.name());
    form.put("title", template == null ? "" : template.title());
    form.put("message", template == null ? "" : template.message());
    form.put("phase", template == null ? "investigating" : Json.name(template.phase()));
    form.put("impact", template == null ? "minor" : Json.name(template.impact()));
    return form;
  }

  @Override
  HttpResponse listed(Visitor visitor, List<Item<IncidentTemplate>> all, Told told) {
    List<IncidentSettingsView.Row> rows =
        all.stream()
            .map(
                item ->
                    new IncidentSettingsView.Row(
                        item.id().toString(),
                        item.name(),
                        item.content().title(),
                        gist(item.content()),
                        null))
            .toList();
    return inside.html(
        told.status(),
        "incident/templates.jte",
        visitor,
        Map.of("view", new IncidentSettingsView(rows, Inside.may(visitor, configures()), told)));
  }

  private static String gist(IncidentTemplate template) {
    String said = Markdown.text(template.message());
    String words =
        said.codePointCount(0, said.length()) <= LONGEST_GIST
            ? said
            : said.substring(0, said.offsetByCodePoints(0, LONGEST_GIST)) + " …";
    String phase = IncidentWords.word(template.phase());
    return words.isEmpty() ? phase + "." : phase + ": " + words;
  }

  @Override
  HttpResponse shown(Visitor visitor, Frame frame) {
    return inside.html(
        frame.status(),
        "incident/template.jte",
        visitor,
        Map.of("frame", frame, "phases", IncidentDraft.phases(Arrays.asList(Phase.values()))));
  }
}
