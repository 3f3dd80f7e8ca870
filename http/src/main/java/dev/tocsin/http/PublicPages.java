package dev.tocsin.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What anybody may read, answered from memory before anything else is looked at. */
@FunctionalInterface
public interface PublicPages {
  /**
   * Called on the server's own threads, so it must not block; the server adds the security headers.
   *
   * @return empty where the address is not one of these
   */
  Optional<HttpResponse> answer(HttpRequest request);
}
