package dev.tocsin.http.callback;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * What another service posts, as far as it is read.
 *
 * @param largest bytes
 * @param millis within which all of it must be here
 */
record PostedBody(ActorSystem<?> system, int largest, long millis) {
  /**
   * Answers what was posted, and that the service may come again where this node, or the store,
   * cannot say anything for now. It fails where the body is too large, too slow, or on a defect.
   */
  CompletionStage<HttpResponse> answered(
      HttpRequest request, Function<ByteString, CompletionStage<HttpResponse>> answer) {
    if (!request.method().equals(HttpMethods.POST)) {
      return refused(
          request, Problem.of(405, "Method not allowed", "Use POST.").with("Allow", "POST"));
    }
    return request
        .entity()
        .withSizeLimit(largest)
        .toStrict(millis, system)
        .thenCompose(body -> answer.apply(body.getData()))
        .exceptionally(PostedBody::failed);
  }

  /** Without a look at the body. */
  CompletionStage<HttpResponse> refused(HttpRequest request, Problem why) {
    request.discardEntityBytes(system);
    return CompletableFuture.completedStage(why.response());
  }

  private static HttpResponse failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreUnavailableException) {
      return Problem.unavailable().response();
    }
    throw new CompletionException(cause);
  }
}
