package dev.tocsin.http;

import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/** As much of a request as an answer that is ready depends on. */
public interface Asked {
  /** As in {@code GET}. */
  String method();

  /** Decoded, without the query. */
  String path();

  /** The first header of this name, in whatever case; null where there is none. */
  @Nullable String header(String name);

  /** Whether it asks to read, and changes nothing. */
  default boolean isRead() {
    return method().equals("GET") || method().equals("HEAD");
  }

  static Asked of(HttpRequest request) {
    return of(request, request.getUri().path());
  }

  /**
   * @param path the request's, which takes some work to find out
   */
  static Asked of(HttpRequest request, String path) {
    return new Asked() {
      @Override
      public String method() {
        return request.method().name();
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public @Nullable String header(String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse(null);
      }
    };
  }
}
