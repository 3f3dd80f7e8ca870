package dev.tocsin.http.api;

import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** The answers that many operations give. */
final class Answers {
  /**
   * A part of a list.
   *
   * @param nextCursor asks for what follows; null where nothing does
   */
  record Page(List<?> items, @Nullable String nextCursor) {}

  private Answers() {}

  static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedStage(response);
  }

  /** A list that is never long. */
  static HttpResponse list(List<?> items) {
    return page(items, null);
  }

  static HttpResponse page(List<?> items, @Nullable String nextCursor) {
    return Json.response(200, new Page(items, nextCursor));
  }

  /**
   * What was created, and where it is.
   *
   * @param path of its list, below {@code /api/v1}
   */
  static HttpResponse created(String path, Object id, Object body) {
    return Json.response(201, body)
        .addHeader(RawHeader.create("Location", "/api/v1" + path + "/" + id));
  }

  static HttpResponse deleted(boolean existed) {
    if (!existed) {
      throw new ProblemException(Problem.notFound());
    }
    return Json.noContent();
  }
}
