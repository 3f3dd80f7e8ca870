package dev.tocsin.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * An answer that was made before anybody asked, and the bytes it is sent as, so that they are put
 * together once for all who ask. Safe for use by many threads.
 */
public final class ReadyAnswer {
  private final HttpResponse response;
  private final byte[] body;
  private final AtomicReferenceArray<byte[]> heads =
      new AtomicReferenceArray<>(SecurityHeaders.values().length);

  private ReadyAnswer(HttpResponse response, byte[] body) {
    this.response = response;
    this.body = body;
  }

  /**
   * @throws IllegalArgumentException where its body is not in memory
   */
  public static ReadyAnswer of(HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Strict strict)) {
      throw new IllegalArgumentException("A body that flows cannot be ready.");
    }
    return new ReadyAnswer(response, strict.getData().toArrayUnsafe());
  }

  /** Without the security headers. */
  public HttpResponse response() {
    return response;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  /**
   * The status line and the headers, each with its line's end, but for {@code Date} and {@code
   * Connection}, and without the empty line after them. Not to be changed.
   */
  public byte[] head(SecurityHeaders security) {
    byte[] head = heads.get(security.ordinal());
    if (head == null) {
      head = render(security.on(response));
      heads.set(security.ordinal(), head);
    }
    return head;
  }

  private byte[] render(HttpResponse complete) {
    StringBuilder head = new StringBuilder(1024);
    head.append("HTTP/1.1 ").append(complete.status().intValue()).append(' ');
    head.append(complete.status().reason()).append("\r\n");
    for (HttpHeader header : complete.getHeaders()) {
      line(head, header.name(), header.value());
    }
    ContentType type = complete.entity().getContentType();
    if (!type.equals(ContentTypes.NO_CONTENT_TYPE)) {
      line(head, "Content-Type", type.toString());
    }
    if (complete.status().allowsEntity()) {
      line(head, "Content-Length", Integer.toString(body.length));
    }
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What would be a line of its own in the middle of the head is a defect, and never sent. */
  private static void line(StringBuilder head, String name, String value) {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("The header " + name + " has more than one line.");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
