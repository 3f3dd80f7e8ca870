package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.TokenStore;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.RandomSecret;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** API tokens. */
public final class TokenApi {
  private static final String PATH = "/tokens";

  private final TokenStore store;
  private final Access access;
  private final Executor blocking;
  private final InstantSource time;

  TokenApi(ApiParts parts) {
    this.store = parts.tenancy().store().tokens();
    this.access = parts.tenancy().access();
    this.blocking = parts.blocking();
    this.time = parts.time();
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
    Role role = Fields.role(input, "role");
    input.check(
        request.principal().role().atLeast(role),
        "role",
        "It must not be higher than your own, which is "
            + Json.name(request.principal().role())
            + ".");
    input.finish();
    ApiToken token =
        new ApiToken(
            new TokenId(request.newId("token")),
            request.organization(),
            name,
            role,
            request.author(),
            time.instant().truncatedTo(ChronoUnit.MILLIS));
    String secret = RandomSecret.create(RandomSecret.TOKEN);
    SecretHash hash = SecretHash.of(secret);
    return CompletableFuture.supplyAsync(() -> store.create(token, hash), blocking)
        .thenApply(
            created -> {
              if (created.isNew()) {
                access.made(hash, created.value());
              }
              return answer(created, secret);
            });
  }

  /** Shown once, so that a repeat of the request gets everything but the token. */
  private static HttpResponse answer(Created<ApiToken> created, String secret) {
    return Json.response(201, json(created.value()).put("token", created.isNew() ? secret : null));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    return CompletableFuture.supplyAsync(() -> store.tokens(request.organization()), blocking)
        .thenApply(tokens -> Answers.list(tokens.stream().map(TokenApi::json).toList()));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    TokenId token = new TokenId(request.id("id"));
    return CompletableFuture.supplyAsync(
            () -> store.delete(request.organization(), token, request.author(), time.instant()),
            blocking)
        .thenApply(
            deleted -> {
              access.doubtAll();
              return Answers.deleted(deleted);
            });
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
