package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.http.Problems;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.tenancy.access.Caller;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Everything below {@code /api/v1}: finds the operation, lets in who may, reads the body. A request
 * is refused for who sends it before its body is read.
 */
public final class Api implements RequestPipeline.Section {
  private static final String BASE = "/api/v1";
  private static final long LARGEST_BODY = 1024 * 1024;
  private static final long BODY_MILLIS = 20_000;

  private final ActorSystem<?> system;
  private final Authentication authentication;
  private final ClientAddress addresses;
  private final OperationTable table;
  private final Runnable drain;

  public Api(
      ActorSystem<?> system,
      Authentication authentication,
      ClientAddress addresses,
      Operations operations) {
    this.system = system;
    this.authentication = authentication;
    this.addresses = addresses;
    this.table = new OperationTable(operations.all());
    this.drain = operations.drain();
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(BASE) && (path.length() == BASE.length() || path.charAt(7) == '/');
  }

  @Override
  public void drain() {
    drain.run();
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return answer(request)
        .exceptionally(
            failure -> {
              request.discardEntityBytes(system);
              return Problems.of(failure).response();
            });
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    try {
      OperationTable.Match match =
          table.find(request.method(), request.getUri().path().substring(BASE.length()));
      return allow(match.operation(), request)
          .thenCompose(
              caller ->
                  body(match.operation().body(), request)
                      .thenCompose(
                          body ->
                              match
                                  .operation()
                                  .handler()
                                  .handle(
                                      new ApiRequest(
                                          request,
                                          match.parameters(),
                                          caller.orElse(null),
                                          body.orElse(null),
                                          addresses.of(request)))));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private CompletionStage<Optional<Caller>> allow(Operation operation, HttpRequest request) {
    if (operation.access() instanceof Operation.Access.Open) {
      authentication.refusal(request, null, null).ifPresent(Api::refuse);
      return CompletableFuture.completedStage(Optional.empty());
    }
    return authentication
        .caller(request)
        .thenApply(
            caller -> {
              check(operation.access(), caller.orElse(null));
              caller
                  .flatMap(known -> authentication.refusal(request, known, null))
                  .ifPresent(Api::refuse);
              return caller;
            });
  }

  private static void check(Operation.Access access, @Nullable Caller caller) {
    if (caller == null) {
      throw new ProblemException(
          Problem.unauthenticated("Send a session's or API token as Authorization: Bearer TOKEN."));
    }
    switch (access) {
      case Operation.Access.Open open -> {}
      case Operation.Access.Needs needs -> {
        if (!caller.principal().role().atLeast(needs.role())) {
          refuse("This needs the role " + Json.name(needs.role()) + " or a higher one.");
        }
      }
      case Operation.Access.Person person -> {
        if (caller.user() == null) {
          refuse("This is for people who have signed in; a token cannot do it.");
        }
      }
    }
  }

  private static void refuse(String why) {
    throw new ProblemException(Problem.forbidden(why));
  }

  private CompletionStage<Optional<JsonNode>> body(Operation.Body body, HttpRequest request) {
    if (body == Operation.Body.NONE) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedStage(Optional.empty());
    }
    MediaType type = request.entity().getContentType().mediaType();
    boolean fits =
        type.mainType().equals("application")
            && (type.subType().equals("json")
                || (body == Operation.Body.PATCH && type.subType().equals("merge-patch+json")));
    if (!fits) {
      throw new ProblemException(
          Problem.of(
              415,
              "Unsupported media type",
              "The body must be JSON: Content-Type: application/json."));
    }
    return request
        .entity()
        .withSizeLimit(LARGEST_BODY)
        .toStrict(BODY_MILLIS, system)
        .thenApply(strict -> Optional.of(Json.read(strict.getData().toArrayUnsafe())));
  }
}
