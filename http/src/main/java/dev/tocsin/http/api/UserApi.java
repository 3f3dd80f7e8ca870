package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The people of an organization, from this node's memory. */
final class UserApi {
  private final NodeConfiguration configuration;
  private final Found found;

  UserApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    var reads = Operation.needs(Role.VIEWER);
    return List.of(
        Operation.get("listUsers", "/users", reads, this::list),
        Operation.get("getUser", "/users/{id}", reads, this::get));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    found.organization(request);
    return Answers.now(
        Answers.list(
            configuration.people(request.organization()).stream().map(UserApi::json).toList()));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(Json.response(200, json(found.person(request))));
  }

  private static ObjectNode json(Member member) {
    return Json.object()
        .put("id", member.user().id().toString())
        .put("name", member.user().name())
        .put("email", member.user().email().value())
        .put("role", Json.name(member.role()))
        .put("since", Json.time(member.since()));
  }
}
