package dev.tocsin.http;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What every answer tells a browser not to do. */
public enum SecurityHeaders {
  /** For an installation whose public address is http. */
  PLAIN(List.of()),

  /** For an installation whose public address is https: browsers stay there. */
  WITH_TLS(List.of(RawHeader.create("Strict-Transport-Security", "max-age=31536000")));

  /** Nothing from elsewhere, nothing inline, no frames. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private final List<HttpHeader> headers;

  SecurityHeaders(List<HttpHeader> more) {
    this.headers =
        Stream.concat(
                Stream.of(
                    RawHeader.create("Content-Security-Policy", CONTENT_SECURITY_POLICY),
                    RawHeader.create("X-Content-Type-Options", "nosniff"),
                    RawHeader.create("X-Frame-Options", "DENY"),
                    RawHeader.create("Referrer-Policy", "same-origin"),
                    RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
                    RawHeader.create(
                        "Permissions-Policy",
                        "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
                            + " browsing-topics=()")),
                more.stream())
            .toList();
  }

  /** Those of the installation with this public address. */
  public static SecurityHeaders of(URI publicUrl) {
    return "https".equals(publicUrl.getScheme()) ? WITH_TLS : PLAIN;
  }

  public HttpResponse on(HttpResponse response) {
    return response.addHeaders(headers);
  }
}
