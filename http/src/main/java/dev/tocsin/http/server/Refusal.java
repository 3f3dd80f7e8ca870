package dev.tocsin.http.server;

import dev.tocsin.http.Problem;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.jspecify.annotations.Nullable;

/** Why something that came in never becomes a request. */
final class Refusal {
  private static final int MOST_HEADERS = 64;
  private static final int LONGEST_VALUE = 8 * 1_024;

  /** Of a draft of WebSocket: Netty takes eight bytes after such a head for its body. */
  private static final AsciiString KEY_1 = AsciiString.cached("sec-websocket-key1");

  private static final AsciiString KEY_2 = AsciiString.cached("sec-websocket-key2");
  private static final Problem NO_HTTP = of(400, "Bad request");
  private static final Problem LONG_ADDRESS = of(414, "URI too long");
  private static final Problem LARGE_HEAD = of(431, "Request header fields too large");
  private static final Problem METHOD = of(501, "Not implemented");
  private static final Problem VERSION = of(505, "HTTP version not supported");

  private Refusal() {}

  /** Null where there is nothing against it. */
  static @Nullable Problem of(HttpRequest request) {
    DecoderResult read = request.decoderResult();
    if (read.isFailure()) {
      return unreadable(read.cause());
    }
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return VERSION;
    }
    return HttpMethods.lookup(request.method().name()).isPresent() ? headers(request) : METHOD;
  }

  /** For what is found out after the head was read. */
  static Problem unreadable() {
    return NO_HTTP;
  }

  private static Problem unreadable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line -> LONG_ADDRESS;
      case TooLongHttpHeaderException head -> LARGE_HEAD;
      default -> NO_HTTP;
    };
  }

  private static @Nullable Problem headers(HttpRequest request) {
    int hosts = 0;
    int count = 0;
    var all = request.headers().iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = all.next();
      count++;
      if (header.getValue().length() > LONGEST_VALUE) {
        return LARGE_HEAD;
      }
      if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(header.getKey())) {
        hosts++;
      } else if (KEY_1.contentEqualsIgnoreCase(header.getKey())
          || KEY_2.contentEqualsIgnoreCase(header.getKey())) {
        return NO_HTTP;
      }
    }
    if (count > MOST_HEADERS) {
      return LARGE_HEAD;
    }
    boolean wrongHost =
        hosts > 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    return wrongHost ? NO_HTTP : null;
  }

  private static Problem of(int status, String title) {
    return Problem.of(status, title, "The request is not valid HTTP, or is too large.");
  }
}
