package dev.tocsin.probe.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Why nobody can tell where an answer ends (RFC 9112, 6.1 and 6.3). Such an answer is an error even
 * where one could guess: what stands between the target and its visitors may guess otherwise, and
 * show one visitor the answer to another.
 */
final class Framing {
  private Framing() {}

  static Optional<String> fault(HttpResponse response) {
    HttpHeaders headers = response.headers();
    List<String> lengths =
        headers.getAll(HttpHeaderNames.CONTENT_LENGTH).stream().map(String::strip).toList();
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      if (!lengths.isEmpty()) {
        return Optional.of(
            "The answer has both Content-Length and Transfer-Encoding, so its end is not certain");
      }
      if (response.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
        return Optional.of(
            "The answer is HTTP/1.0 with Transfer-Encoding, so its end is not certain");
      }
      return Optional.empty();
    }
    if (lengths.size() > 1 || lengths.stream().anyMatch(length -> length.indexOf(',') >= 0)) {
      return Optional.of("The answer has more than one Content-Length, so its end is not certain");
    }
    return lengths.stream()
        .filter(length -> !length.matches("\\d{1,18}"))
        .findFirst()
        .map(length -> "The answer's Content-Length is not a number");
  }
}
