package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Group;
import java.util.List;
import java.util.UUID;

/** The groups of a status page's components. */
final class GroupApi extends PagePartApi<Group> {
  private static final int MOST_GROUPS = 100;

  GroupApi(ApiParts parts) {
    super(parts, "group", MOST_GROUPS);
  }

  @Override
  List<Group> parts(StatusPageConfig page) {
    return page.groups();
  }

  @Override
  StatusPageConfig with(StatusPageConfig page, List<Group> groups) {
    return page.withParts(groups, page.components());
  }

  /** The components of a group that goes stand alone afterwards. */
  @Override
  StatusPageConfig without(StatusPageConfig page, Group gone) {
    List<Component> freed =
        page.components().stream()
            .map(it -> gone.id().equals(it.group()) ? it.withoutGroup() : it)
            .toList();
    return super.without(page.withParts(page.groups(), freed), gone);
  }

  @Override
  UUID id(Group group) {
    return group.id().value();
  }

  @Override
  Group read(JsonNode body, UUID id, StatusPageConfig page) {
    Input input = Input.of(body);
    input.node("id");
    String name = Fields.name(input, "name");
    input.finish();
    return new Group(new GroupId(id), name);
  }

  @Override
  ObjectNode json(Group group, StatusPageConfig page) {
    return shown(group);
  }

  static ObjectNode shown(Group group) {
    return Json.object().put("id", group.id().toString()).put("name", group.name());
  }
}
