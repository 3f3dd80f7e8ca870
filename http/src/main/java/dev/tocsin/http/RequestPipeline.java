package dev.tocsin.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The order in which a request is looked at: public pages, which must be quick, then health and
 * metrics, the API, the pages of those who sign in. Whatever comes out carries the security
 * headers.
 */
public final class RequestPipeline implements HttpHandler {
  private final ActorSystem<?> system;
  private final SecurityHeaders headers;
  private final PublicPages publicPages;
  private final Map<String, HttpHandler> mounts;
  private final List<Section> sections;
  private final HttpHandler pages;

  /** A part of the address space with an order of its own, such as the API. */
  public interface Section {
    boolean owns(String path);

    CompletionStage<HttpResponse> handle(HttpRequest request);

    /** Ends what streams, for the process stops. */
    default void drain() {}
  }

  /**
   * @param mounts by their exact path
   * @param pages everything else; what it rejects is a problem in JSON
   */
  public RequestPipeline(
      ActorSystem<?> system,
      SecurityHeaders headers,
      PublicPages publicPages,
      Map<String, HttpHandler> mounts,
      List<Section> sections,
      Route pages) {
    this.system = system;
    this.headers = headers;
    this.publicPages = publicPages;
    this.mounts = Map.copyOf(mounts);
    this.sections = List.copyOf(sections);
    this.pages = sealed(pages, system);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      Optional<HttpResponse> page = publicPages.answer(request);
      if (page.isPresent()) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedStage(headers.on(page.get()));
      }
      refuseLateWithAProblem(request);
      return handler(request.getUri().path())
          .handle(request)
          .exceptionally(failure -> Problems.of(failure).response())
          .thenApply(headers::on);
    } catch (RuntimeException failure) {
      return CompletableFuture.completedStage(headers.on(Problems.of(failure).response()));
    }
  }

  /** What every answer carries, those included that never come here. */
  SecurityHeaders headers() {
    return headers;
  }

  void drain() {
    sections.forEach(Section::drain);
  }

  private HttpHandler handler(String path) {
    HttpHandler mount = mounts.get(path);
    if (mount != null) {
      return mount;
    }
    for (Section section : sections) {
      if (section.owns(path)) {
        return section::handle;
      }
    }
    return pages;
  }

  private void refuseLateWithAProblem(HttpRequest request) {
    request
        .getHeader(TimeoutAccess.class)
        .ifPresent(
            access ->
                access
                    .timeoutAccess()
                    .updateHandler(late -> headers.on(Problem.unavailable().response())));
  }

  private static HttpHandler sealed(Route route, ActorSystem<?> system) {
    RejectionHandler rejections =
        RejectionHandler.defaultHandler()
            .mapRejectionResponse(
                rejected -> {
                  int status = rejected.status().intValue();
                  Problem problem =
                      status == 404
                          ? Problem.notFound()
                          : Problem.of(
                              status, rejected.status().reason(), "The request cannot be taken.");
                  return problem.response().addHeaders(rejected.getHeaders());
                });
    ExceptionHandler exceptions =
        ExceptionHandler.newBuilder()
            .matchAny(failure -> Directives.complete(Problems.of(failure).response()))
            .build();
    var handler = route.seal(rejections, exceptions).handler(system);
    return request -> {
      try {
        return handler.apply(request);
      } catch (Exception failure) {
        return CompletableFuture.failedStage(failure);
      }
    };
  }
}
