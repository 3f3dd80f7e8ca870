package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The components of a status page. */
final class ComponentApi extends PagePartApi<Component> {
  private static final int MOST_COMPONENTS = 500;
  private static final int MOST_MONITORS = 100;
  private static final int LONGEST_DESCRIPTION = 500;

  private final NodeConfiguration configuration;

  ComponentApi(ApiParts parts) {
    super(parts, "component", MOST_COMPONENTS);
    this.configuration = parts.configuration();
  }

  @Override
  List<Component> parts(StatusPageConfig page) {
    return page.components();
  }

  @Override
  StatusPageConfig with(StatusPageConfig page, List<Component> components) {
    return page.withParts(page.groups(), components);
  }

  @Override
  UUID id(Component component) {
    return component.id().value();
  }

  @Override
  Component read(JsonNode body, UUID id, StatusPageConfig page) {
    Input input = Input.of(body);
    input.node("id");
    String name = Fields.name(input, "name");
    String description = input.verbatim("description", LONGEST_DESCRIPTION).orElse("");
    GroupId group = readGroup(input, page);
    List<MonitorId> monitors =
        input
            .list(
                "monitorIds",
                MOST_MONITORS,
                "the id of a monitor of this organization",
                node -> monitor(node, page))
            .stream()
            .distinct()
            .toList();
    input.finish();
    return new Component(new ComponentId(id), name, description, group, monitors);
  }

  private static @Nullable GroupId readGroup(Input input, StatusPageConfig page) {
    Optional<String> text = input.optionalText("groupId", 36);
    Optional<GroupId> group =
        text.flatMap(Ids::parse)
            .map(GroupId::new)
            .filter(id -> page.groups().stream().anyMatch(known -> known.id().equals(id)));
    input.check(
        text.isEmpty() || group.isPresent(),
        "groupId",
        "It must be the id of a group of this page.");
    return group.orElse(null);
  }

  private @Nullable MonitorId monitor(JsonNode node, StatusPageConfig page) {
    return Optional.ofNullable(node.textValue())
        .flatMap(Ids::parse)
        .map(MonitorId::new)
        .filter(
            id ->
                configuration.monitor(new MonitorRef(page.organization(), id))
                    instanceof Lookup.Found<MonitorConfig>)
        .orElse(null);
  }

  @Override
  ObjectNode json(Component component, StatusPageConfig page) {
    return shown(component, page, configuration);
  }

  /** A monitor that was deleted since is not named any more. */
  static ObjectNode shown(
      Component component, StatusPageConfig page, NodeConfiguration configuration) {
    ObjectNode json =
        Json.object()
            .put("id", component.id().toString())
            .put("name", component.name())
            .put("description", component.description())
            .put("groupId", component.group() == null ? null : component.group().toString());
    var monitors = json.putArray("monitorIds");
    component.monitors().stream()
        .filter(
            id ->
                !(configuration.monitor(new MonitorRef(page.organization(), id))
                    instanceof Lookup.Unknown<MonitorConfig>))
        .forEach(monitor -> monitors.add(monitor.toString()));
    return json;
  }
}
