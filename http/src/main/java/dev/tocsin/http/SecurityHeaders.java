package dev.tocsin.http;

import java.net.URI;
import java.util.List;
import java.util.Set;
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

  /** The same, but that any page may show it within itself. */
  public static final String EMBEDDED_POLICY =
      CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");

  private static final String POLICY = "Content-Security-Policy";
  private static final String FRAMES = "X-Frame-Options";

  private final List<HttpHeader> headers;
  private final List<HttpHeader> besidesPolicy;

  SecurityHeaders(List<HttpHeader> more) {
    this.headers =
        Stream.concat(
                Stream.of(
                    RawHeader.create(POLICY, CONTENT_SECURITY_POLICY),
                    RawHeader.create("X-Content-Type-Options", "nosniff"),
                    RawHeader.create(FRAMES, "DENY"),
                    RawHeader.create("Referrer-Policy", "same-origin"),
                    RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
                    RawHeader.create(
                        "Permissions-Policy",
                        "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
                            + " browsing-topics=()")),
                more.stream())
            .toList();
    this.besidesPolicy =
        headers.stream().filter(header -> !Set.of(POLICY, FRAMES).contains(header.name())).toList();
  }

  /** Those of the installation with this public address. */
  public static SecurityHeaders of(URI publicUrl) {
    return "https".equals(publicUrl.getScheme()) ? WITH_TLS : PLAIN;
  }

  /** What has a policy of its own says by it who may frame it. */
  public HttpResponse on(HttpResponse response) {
    return response.addHeaders(response.getHeader(POLICY).isPresent() ? besidesPolicy : headers);
  }
}
