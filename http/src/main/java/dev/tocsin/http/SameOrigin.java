package dev.tocsin.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Tells a request of our own pages from one that another site had a browser send. */
public final class SameOrigin {
  private final String publicOrigin;

  public SameOrigin(URI publicUrl) {
    this.publicOrigin = publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
  }

  /**
   * Why the request is refused; empty where it is not. Programs that are no browsers send neither
   * header, and no cookie that they were not given.
   */
  public Optional<String> refusal(HttpRequest request) {
    Optional<String> site = value(request, "Sec-Fetch-Site");
    if (site.isPresent() && !site.get().equals("same-origin")) {
      return Optional.of("The request comes from another site's page.");
    }
    return value(request, "Origin")
        .filter(origin -> !isOurs(origin, request))
        .map(
            origin ->
                "The request's Origin is not this address; behind a proxy, set the public URL and"
                    + " pass the Host header on.");
  }

  private boolean isOurs(String origin, HttpRequest request) {
    if (origin.equalsIgnoreCase(publicOrigin)) {
      return true;
    }
    int authority = origin.indexOf("://");
    return authority > 0
        && value(request, "Host")
            .map(host -> host.toLowerCase(Locale.ROOT))
            .filter(host -> origin.substring(authority + 3).toLowerCase(Locale.ROOT).equals(host))
            .isPresent();
  }

  private static Optional<String> value(HttpRequest request, String header) {
    return request.getHeader(header).map(HttpHeader::value);
  }
}
