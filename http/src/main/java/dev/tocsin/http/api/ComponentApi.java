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
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.ByHand;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Follows;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The components of a status page. */
final class ComponentApi extends PagePartApi<Component> {
  static final int MOST_COMPONENTS = 500;
  private static final int MOST_MONITORS = 100;
  private static final int LONGEST_DESCRIPTION = 500;

  /** What people may say of a component. */
  static final List<PageState> SETTABLE =
      List.of(
          PageState.OPERATIONAL,
          PageState.DEGRADED_PERFORMANCE,
          PageState.PARTIAL_OUTAGE,
          PageState.MAJOR_OUTAGE);

  private final NodeConfiguration configuration;
  private final InstantSource time;

  ComponentApi(ApiParts parts) {
    super(parts, "component", MOST_COMPONENTS);
    this.configuration = parts.configuration();
    this.time = parts.time();
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
    Follows follows = input.choice("follows", Follows.class).orElse(Follows.SHARE);
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
    input.check(
        follows != Follows.HAND || monitors.isEmpty(),
        "monitorIds",
        "What is set by hand follows no monitor; leave them out, or let it follow them.");
    ByHand byHand = byHand(input, follows, before(id, page));
    input.finish();
    return new Component(new ComponentId(id), name, description, group, monitors, follows, byHand);
  }

  private static @Nullable Component before(UUID id, StatusPageConfig page) {
    return page.components().stream()
        .filter(known -> known.id().value().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** It stands as it is set since it was set; set to the same again, it does not begin anew. */
  private @Nullable ByHand byHand(Input input, Follows follows, @Nullable Component before) {
    Optional<PageState> state = input.choice("state", SETTABLE);
    input.node("stateSince");
    ByHand known = before == null ? null : before.byHand();
    if (follows != Follows.HAND) {
      boolean isAsBefore = known != null && state.filter(known.state()::equals).isPresent();
      input.check(
          state.isEmpty() || isAsBefore,
          "state",
          "It follows its monitors; say \"follows\": \"hand\" to set it.");
      return null;
    }
    PageState wanted = state.orElse(PageState.OPERATIONAL);
    return known != null && known.state() == wanted
        ? known
        : new ByHand(wanted, time.instant().truncatedTo(ChronoUnit.MILLIS));
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
    ByHand hand = component.byHand();
    ObjectNode json =
        Json.object()
            .put("id", component.id().toString())
            .put("name", component.name())
            .put("description", component.description())
            .put("groupId", component.group() == null ? null : component.group().toString())
            .put("follows", Json.name(component.follows()))
            .put("state", hand == null ? null : Json.name(hand.state()))
            .put("stateSince", hand == null ? null : Json.time(hand.since()));
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
