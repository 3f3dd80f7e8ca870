package dev.tocsin.http;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What every answer tells a browser not to do. */
public final class SecurityHeaders {
  /** Nothing from elsewhere, nothing inline, no frames. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final List<HttpHeader> ALWAYS =
      List.of(
          RawHeader.create("Content-Security-Policy", CONTENT_SECURITY_POLICY),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("X-Frame-Options", "DENY"),
          RawHeader.create("Referrer-Policy", "same-origin"),
          RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
          RawHeader.create(
              "Permissions-Policy",
              "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"));

  private static final List<HttpHeader> WITH_TLS =
      Stream.concat(
              ALWAYS.stream(),
              Stream.of(RawHeader.create("Strict-Transport-Security", "max-age=31536000")))
          .toList();

  private final List<HttpHeader> headers;

  /**
   * @param tls whether the installation's public address is https
   */
  public SecurityHeaders(boolean tls) {
    this.headers = tls ? WITH_TLS : ALWAYS;
  }

  public HttpResponse on(HttpResponse response) {
    return response.addHeaders(headers);
  }
}
