package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.TokenId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** API tokens. */
public final class TokenApi {
  private static final String PATH = "/tokens";

  private final Administration administration;

  TokenApi(ApiParts parts) {
    this.administration = new Administration(parts);
  }

  List<Operation> operations() {
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.post("createToken", PATH, configures, this::create),
        Operation.get("listTokens", PATH, configures, this::list),
        Operation.delete("deleteToken", PATH + "/{id}", configures, this::delete));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    Input input = request.input();
    String name = Fields.name(input, "name");
    Role role = Fields.roleUpTo(input, "role", request.principal().role());
    input.finish();
    return administration
        .createToken(new TokenId(request.newId("token")), name, role, request.principal())
        .thenApply(TokenApi::answer);
  }

  /** Shown once, so that a repeat of the request gets everything but the token. */
  private static HttpResponse answer(Administration.MadeToken made) {
    return Json.response(201, json(made.token()).put("token", made.secret()));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    return administration
        .tokens(request.organization())
        .thenApply(tokens -> Answers.list(tokens.stream().map(TokenApi::json).toList()));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    return administration
        .deleteToken(request.organization(), new TokenId(request.id("id")), request.author())
        .thenApply(Answers::deleted);
  }

  private static ObjectNode json(ApiToken token) {
    ObjectNode json =
        Json.object()
            .put("id", token.id().toString())
            .put("name", token.name())
            .put("role", Json.name(token.role()))
            .put("createdAt", Json.time(token.createdAt()));
    json.set("createdBy", author(token.createdBy()));
    return json;
  }

  static ObjectNode author(Author author) {
    return Json.object().put("kind", Json.name(author.kind())).put("id", author.id().toString());
  }
}
