package dev.tocsin.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.parboiled2.ParserInput;

/** Requests in Pekko HTTP's model. Headers stay text, but for those that somebody reads as more. */
final class Requests {
  /** More than this of a body fails whoever reads it. */
  static final long LARGEST_BODY = 1 << 20;

  private Requests() {}

  /**
   * @throws RuntimeException where the address cannot be read
   */
  static HttpRequest of(
      io.netty.handler.codec.http.HttpRequest head,
      RequestEntity entity,
      @Nullable InetSocketAddress peer) {
    HttpMethod method = HttpMethods.lookup(head.method().name()).orElseThrow();
    // the body of what GET would have been answered is left out when it is sent
    HttpMethod handled = method.equals(HttpMethods.HEAD) ? HttpMethods.GET : method;
    HttpRequest request =
        HttpRequest.create()
            .withMethod(handled)
            .withUri(uri(head.uri()))
            .withEntity(entity)
            .withHeaders(headers(head));
    return peer == null
        ? request
        : request.addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(peer));
  }

  /** As a request's target is to be read (RFC 9112, 3.2), not as any reference. */
  private static Uri uri(String target) {
    return Uri.create(
        org.apache.pekko.http.scaladsl.model.Uri.parseHttpRequestTarget(
            ParserInput.apply(target), StandardCharsets.UTF_8, Uri.STRICT));
  }

  static RequestEntity strict(io.netty.handler.codec.http.HttpRequest head, ByteString body) {
    ContentType type = type(head);
    return body.isEmpty() && type.equals(ContentTypes.NO_CONTENT_TYPE)
        ? HttpEntities.EMPTY
        : HttpEntities.create(type, body);
  }

  /**
   * @param length in bytes; negative where it is not known before the end
   */
  static RequestEntity flowing(
      io.netty.handler.codec.http.HttpRequest head, long length, Source<ByteString, ?> body) {
    Source<ByteString, ?> bounded = bounded(body);
    RequestEntity entity =
        length < 0
            ? HttpEntities.createChunked(type(head), bounded)
            : HttpEntities.create(type(head), length, bounded);
    return (RequestEntity) entity.withSizeLimit(LARGEST_BODY);
  }

  /** So that limits on the entity have something to take hold of. */
  private static Source<ByteString, ?> bounded(Source<ByteString, ?> body) {
    return org.apache.pekko.http.scaladsl.model.HttpEntity.limitableByteSource(body.asScala())
        .asJava();
  }

  private static ContentType type(io.netty.handler.codec.http.HttpRequest head) {
    String value = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
    if (value == null) {
      return ContentTypes.NO_CONTENT_TYPE;
    }
    try {
      return ContentTypes.parse(value);
    } catch (RuntimeException unreadable) { // of several kinds
      return ContentTypes.NO_CONTENT_TYPE;
    }
  }

  private static List<HttpHeader> headers(io.netty.handler.codec.http.HttpRequest head) {
    List<HttpHeader> headers = new ArrayList<>(head.headers().size());
    for (Map.Entry<String, String> header : head.headers()) {
      String name = header.getKey();
      if (name.equalsIgnoreCase("Cookie")) {
        cookies(header.getValue()).ifPresent(headers::add);
      } else if (!name.equalsIgnoreCase("Content-Type")
          && !name.equalsIgnoreCase("Content-Length")) {
        headers.add(RawHeader.create(name, header.getValue()));
      }
    }
    return headers;
  }

  /** Empty where they cannot be read, as if they had not been sent. */
  private static Optional<HttpHeader> cookies(String value) {
    try {
      return Optional.of(HttpHeader.parse("Cookie", value));
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
