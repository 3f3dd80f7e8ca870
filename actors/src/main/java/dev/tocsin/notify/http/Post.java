package dev.tocsin.notify.http;

import dev.tocsin.notify.Redaction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * What is posted.
 *
 * @param headers with the body's type among them
 * @param redaction takes the secrets out of what comes back
 */
public record Post(URI url, Map<String, String> headers, ByteString body, Redaction redaction) {
  public Post {
    headers = Map.copyOf(headers);
  }

  public static Post json(URI url, Map<String, String> headers, String body, Redaction redaction) {
    return typed("application/json", url, headers, body, redaction);
  }

  public static Post form(URI url, String body, Redaction redaction) {
    return typed("application/x-www-form-urlencoded", url, Map.of(), body, redaction);
  }

  private static Post typed(
      String type, URI url, Map<String, String> headers, String body, Redaction redaction) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", type);
    return new Post(url, all, ByteString.fromString(body, StandardCharsets.UTF_8), redaction);
  }

  /** Address, headers and body may all be secret. */
  @Override
  public String toString() {
    return "Post[" + url.getHost() + "]";
  }
}
