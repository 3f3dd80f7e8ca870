package dev.tocsin.http.server;

import dev.tocsin.http.Asked;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The head of a request as it was read, for what is ready. */
record Head(HttpRequest request, String path) implements Asked {
  /** Null where its path needs more reading than a look. */
  static @Nullable Head of(HttpRequest request) {
    String target = request.uri();
    if (target.isEmpty() || target.charAt(0) != '/' || target.indexOf('%') >= 0) {
      return null;
    }
    int query = target.indexOf('?');
    return new Head(request, query < 0 ? target : target.substring(0, query));
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public @Nullable String header(String name) {
    return request.headers().get(name);
  }
}
