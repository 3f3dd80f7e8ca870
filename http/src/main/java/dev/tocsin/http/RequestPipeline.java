package dev.tocsin.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a request is looked at: public pages, which must be quick, then health and
 * metrics, the API, the pages of those who sign in. Whatever comes out carries the security
 * headers.
 */
public final class RequestPipeline implements HttpHandler {
  /**
   * Far beyond the store's own time-outs, so that nobody is told that something failed which still
   * happens; and longer than a check may take with its wait (90 s), for whoever asks for one.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final ActorSystem<?> system;
  private final SecurityHeaders headers;
  private final PublicPages publicPages;
  private final Map<String, HttpHandler> mounts;
  private final List<Section> sections;
  private final HttpHandler pages;
  private final Duration patience;

  /** A part of the address space with an order of its own, such as the API. */
  public interface Section {
    boolean owns(String path);

    CompletionStage<HttpResponse> handle(HttpRequest request);

    /**
     * Whether it answers in time by itself, needs no timer for each request, and is quick enough to
     * be asked on the thread that reads from connections.
     */
    default boolean keepsTime() {
      return false;
    }

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
    this(system, headers, publicPages, mounts, sections, pages, PATIENCE);
  }

  RequestPipeline(
      ActorSystem<?> system,
      SecurityHeaders headers,
      PublicPages publicPages,
      Map<String, HttpHandler> mounts,
      List<Section> sections,
      Route pages,
      Duration patience) {
    this.patience = patience;
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
      String path = request.getUri().path();
      ReadyAnswer page = publicPages.answer(Asked.of(request, path));
      if (page != null) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedStage(headers.on(page.response()));
      }
      return answer(request, path)
          .exceptionally(failure -> Problems.of(failure).response())
          .thenApply(headers::on);
    } catch (RuntimeException failure) {
      return CompletableFuture.completedStage(headers.on(Problems.of(failure).response()));
    }
  }

  /**
   * What can be answered without being handled; it carries no security headers yet.
   *
   * @return null where the request is to be handled
   */
  public @Nullable ReadyAnswer ready(Asked asked) {
    return publicPages.answer(asked);
  }

  /** What every answer carries, those included that never come here. */
  public SecurityHeaders headers() {
    return headers;
  }

  /** Ends what streams, for the process stops. */
  public void drain() {
    sections.forEach(Section::drain);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, String path) {
    HttpHandler mount = mounts.get(path);
    if (mount != null) {
      return inTime(elsewhere(mount, request));
    }
    for (Section section : sections) {
      if (section.owns(path)) {
        return section.keepsTime()
            ? section.handle(request)
            : inTime(elsewhere(section::handle, request));
      }
    }
    return inTime(elsewhere(pages, request));
  }

  /** The caller's thread has connections to look after. */
  private CompletionStage<HttpResponse> elsewhere(HttpHandler handler, HttpRequest request) {
    return CompletableFuture.supplyAsync(() -> handler.handle(request), system.executionContext())
        .thenCompose(answer -> answer);
  }

  private CompletionStage<HttpResponse> inTime(CompletionStage<HttpResponse> answer) {
    CompletableFuture<HttpResponse> soon = answer.toCompletableFuture();
    return soon.isDone()
        ? soon
        : soon.copy()
            .completeOnTimeout(
                Problem.unavailable().response(), patience.toMillis(), TimeUnit.MILLISECONDS);
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
