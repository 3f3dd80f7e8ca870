package dev.tocsin.http.server;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The heads of answers in Pekko HTTP's model, as they are sent. */
final class Responses {
  private Responses() {}

  /**
   * With what its body makes known; a body that ends with its connection says nothing.
   *
   * @param date the value of the header
   * @throws IllegalArgumentException where a header is none
   */
  static DefaultHttpResponse head(HttpResponse response, String date) {
    int code = response.status().intValue();
    DefaultHttpResponse head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code, response.status().reason()));
    HttpHeaders headers = head.headers();
    for (HttpHeader header : response.getHeaders()) {
      if (header.renderInResponses()) {
        headers.add(header.name(), header.value());
      }
    }
    headers.set("Date", date);
    if (response.status().allowsEntity()) {
      entity(response.entity(), headers);
    }
    return head;
  }

  private static void entity(HttpEntity entity, HttpHeaders headers) {
    ContentType type = entity.getContentType();
    if (!type.equals(ContentTypes.NO_CONTENT_TYPE)) {
      headers.set("Content-Type", type.toString());
    }
    if (entity.getContentLengthOption().isPresent()) {
      headers.set("Content-Length", entity.getContentLengthOption().getAsLong());
    } else if (entity.isChunked()) {
      headers.set("Transfer-Encoding", HttpHeaderValues.CHUNKED);
    }
  }
}
