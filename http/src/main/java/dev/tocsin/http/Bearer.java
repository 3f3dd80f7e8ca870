package dev.tocsin.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The token that a request shows. */
public final class Bearer {
  private static final String SCHEME = "bearer ";

  private Bearer() {}

  /** Empty where it shows none, or another kind of credential. */
  public static Optional<String> of(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(HttpHeader::value)
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }
}
