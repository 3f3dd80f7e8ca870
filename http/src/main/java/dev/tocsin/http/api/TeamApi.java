package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People who own monitors and policies together. */
final class TeamApi extends ItemApi<Team> {
  private static final int MOST_MEMBERS = 200;

  TeamApi(ApiParts parts) {
    super(parts, Team.KIND, new Names("/teams", "id", "Team", "Teams"));
  }

  @Override
  Team read(ApiRequest request, JsonNode body, @Nullable Team before) {
    return read(request.organization(), body, before);
  }

  Team read(OrganizationId organization, JsonNode body, @Nullable Team before) {
    Input input = Input.of(body);
    List.of("id", "createdAt").forEach(input::node);
    String name = Fields.name(input, "name");
    List<UserId> members =
        input
            .list(
                "memberIds",
                MOST_MEMBERS,
                "the id of a member of this organization",
                node -> member(organization, node, before))
            .stream()
            .distinct()
            .toList();
    input.finish();
    return new Team(name, members);
  }

  /** Who has left stays named until somebody takes them out. */
  private @Nullable UserId member(
      OrganizationId organization, JsonNode node, @Nullable Team before) {
    return Optional.ofNullable(node.textValue())
        .flatMap(Ids::parse)
        .map(UserId::new)
        .filter(
            user ->
                (before != null && before.members().contains(user))
                    || configuration.person(organization, user) instanceof Lookup.Found<Member>)
        .orElse(null);
  }

  @Override
  ObjectNode configured(Team team) {
    ObjectNode json = Json.object().put("name", team.name());
    ArrayNode members = json.putArray("memberIds");
    team.members().forEach(member -> members.add(member.toString()));
    return json;
  }
}
