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
import java.util.Map;
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
    return allowed(request)
        .whenComplete(
            (admitted, refusal) -> {
              if (refusal != null) {
                request.discardEntityBytes(system);
              }
            })
        .thenCompose(this::answer)
        .exceptionally(failure -> Problems.of(failure).response());
  }

  /** A request whose sender may do what it asks for; its body has not been touched. */
  private record Admitted(
      HttpRequest request, OperationTable.Match match, Optional<Caller> caller) {}

  private CompletionStage<Admitted> allowed(HttpRequest request) {
    try {
      OperationTable.Match match =
          table.find(request.method(), request.getUri().path().substring(BASE.length()));
      return allow(match, request)
          .thenApply(
              caller -> {
                requireType(match.operation().body(), request);
                return new Admitted(request, match, caller);
              });
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private CompletionStage<HttpResponse> answer(Admitted admitted) {
    HttpRequest request = admitted.request();
    Operation operation = admitted.match().operation();
    return body(operation.body(), request)
        .thenCompose(
            body ->
                operation
                    .handler()
                    .handle(
                        new ApiRequest(
                            request,
                            admitted.match().parameters(),
                            admitted.caller().orElse(null),
                            body.orElse(null),
                            addresses.of(request))));
  }

  private CompletionStage<Optional<Caller>> allow(OperationTable.Match match, HttpRequest request) {
    Operation operation = match.operation();
    if (operation.access() instanceof Operation.Access.Open) {
      authentication.refusal(request, null, null).ifPresent(Api::refuse);
      return CompletableFuture.completedStage(Optional.empty());
    }
    return authentication
        .caller(request)
        .thenApply(
            caller -> {
              check(operation.access(), caller.orElse(null), match.parameters());
              caller
                  .flatMap(known -> authentication.refusal(request, known, null))
                  .ifPresent(Api::refuse);
              return caller;
            });
  }

  private static void check(
      Operation.Access access, @Nullable Caller caller, Map<String, String> path) {
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
      case Operation.Access.Self self -> {
        if (!Operation.isSelf(caller, path)) {
          refuse("This is for the person whose it is, in a session, and for admins.");
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

  private static void requireType(Operation.Body body, HttpRequest request) {
    MediaType type = request.entity().getContentType().mediaType();
    boolean fits =
        switch (body) {
          case NONE -> true;
          case JSON -> isJson(type, "json");
          case PATCH -> isJson(type, "json") || isJson(type, "merge-patch+json");
        };
    if (!fits) {
      throw new ProblemException(
          Problem.of(
              415,
              "Unsupported media type",
              "The body must be JSON: Content-Type: application/json."));
    }
  }

  private static boolean isJson(MediaType type, String name) {
    return type.mainType().equals("application") && type.subType().equals(name);
  }

  private CompletionStage<Optional<JsonNode>> body(Operation.Body body, HttpRequest request) {
    if (body == Operation.Body.NONE) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedStage(Optional.empty());
    }
    return request
        .entity()
        .withSizeLimit(LARGEST_BODY)
        .toStrict(BODY_MILLIS, system)
        .thenApply(strict -> Optional.of(Json.read(strict.getData().toArrayUnsafe())));
  }
}
