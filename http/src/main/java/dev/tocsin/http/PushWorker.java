package dev.tocsin.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The script that a browser runs when a message comes to it. It has one address for ever, at the
 * root, for browsers look there whether it was changed, and it can show every page.
 */
public final class PushWorker implements RequestPipeline.Section {
  private static final String PATH = "/push-worker.js";

  private final ClasspathFile file =
      new ClasspathFile("push-worker.js", ContentTypes.parse("text/javascript; charset=UTF-8"));

  @Override
  public boolean owns(String path) {
    return path.equals(PATH);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return request.method().equals(HttpMethods.GET)
        ? CompletableFuture.completedStage(file.answer(request))
        : CompletableFuture.failedStage(
            new ProblemException(
                Problem.of(405, "Method not allowed", "Here one can GET.").with("Allow", "GET")));
  }
}
