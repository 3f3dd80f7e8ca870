package dev.tocsin.probe.http;

import dev.tocsin.probe.http.HttpSpec.Basic;
import dev.tocsin.probe.http.HttpSpec.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request of a check: the configured one, or the one that a redirect asks for.
 *
 * @param body null where there is none, or a redirect has turned the request into one without
 * @param withSecrets false once a redirect has led to another origin, and from then on
 */
record Hop(
    Request request, URI url, String method, @Nullable ByteBuffer body, boolean withSecrets) {
  static Hop first(Request request) {
    String text = request.body();
    return first(
        request, text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** With a body that need not be text. */
  static Hop first(Request request, @Nullable ByteBuffer body) {
    return new Hop(request, request.uri(), request.method(), body, true);
  }

  /** RFC 9110, 15.4: the codes that lead elsewhere by themselves. */
  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /**
   * @throws IllegalArgumentException where the address leads nowhere, with a sentence
   */
  Hop redirected(int status, String location) {
    URI next = HttpUrl.resolve(url, location);
    boolean secrets = withSecrets && HttpUrl.sameOrigin(url, next);
    boolean toGet =
        status == 303 && !method.equals("HEAD")
            || (status == 301 || status == 302) && method.equals("POST");
    return new Hop(request, next, toGet ? "GET" : method, toGet ? null : body, secrets);
  }

  FullHttpRequest message(String agent) {
    @Nullable String text = body == null ? null : request.body();
    ByteBuf content =
        body == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body.duplicate());
    FullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), HttpUrl.requestTarget(url), content);
    HttpHeaders headers = message.headers();
    headers
        .set(HttpHeaderNames.HOST, hostHeader())
        .set(HttpHeaderNames.USER_AGENT, agent)
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip, deflate");
    if (text != null) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, contentType(text));
    }
    addOwn(headers);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    }
    return message;
  }

  /** For finding circles: what makes two requests the same. */
  String identity() {
    return method + " " + url;
  }

  private void addOwn(HttpHeaders headers) {
    request
        .headers()
        .forEach(
            (name, value) -> {
              boolean tiedToOrigin = SecretHeaders.isSecret(name) || name.equalsIgnoreCase("host");
              boolean tiedToBody =
                  request.body() != null && name.toLowerCase(Locale.ROOT).startsWith("content-");
              if ((withSecrets || !tiedToOrigin) && (body != null || !tiedToBody)) {
                headers.set(name, value);
              }
            });
    if (!withSecrets) {
      return;
    }
    if (request.basic() instanceof Basic basic) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Basic " + encoded(basic));
    } else if (request.bearer() != null) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + request.bearer());
    }
  }

  static String encoded(Basic basic) {
    String both = basic.user() + ":" + basic.password();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private String hostHeader() {
    String authority = url.getRawAuthority();
    String defaultPort = HttpUrl.isTls(url) ? ":443" : ":80";
    boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    return hasPort && authority.endsWith(defaultPort)
        ? authority.substring(0, authority.length() - defaultPort.length())
        : authority;
  }

  private static String contentType(String body) {
    String start = body.stripLeading();
    return start.startsWith("{") || start.startsWith("[")
        ? "application/json"
        : "text/plain; charset=utf-8";
  }
}
