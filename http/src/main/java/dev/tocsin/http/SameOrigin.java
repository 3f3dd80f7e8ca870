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
   * Why a request that a session's cookie came with is refused: other than {@link #refusal}, it
   * must show where it comes from. Every current browser sends Origin with what changes something,
   * so that one without it is an old browser's, which cannot be trusted to keep sites apart, or a
   * program's, which has no need of a cookie.
   */
  public Optional<String> refusalOfSession(HttpRequest request) {
    return has(request, "Origin") || has(request, "Sec-Fetch-Site")
        ? refusal(request)
        : Optional.of(
            "A request in a browser's session must carry the header Origin or Sec-Fetch-Site, as"
                + " current browsers send them. Update the browser, or have a program send its token"
                + " as Authorization: Bearer TOKEN.");
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

  private static boolean has(HttpRequest request, String header) {
    return value(request, header).isPresent();
  }

  private static Optional<String> value(HttpRequest request, String header) {
    return request.getHeader(header).map(HttpHeader::value);
  }
}
