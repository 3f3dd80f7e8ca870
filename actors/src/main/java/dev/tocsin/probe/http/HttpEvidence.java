package dev.tocsin.probe.http;

import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.net.Dial;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check saw, gathered while it runs; secrets of the request are taken out. */
final class HttpEvidence {
  private static final int MOST_HEADERS = 32;
  private static final int LONGEST_HEADER = 256;
  private static final int LONGEST_BODY = 1_024;

  private final Redaction redaction;
  private final List<String> redirects = new ArrayList<>();
  private @Nullable String address;
  private @Nullable Integer status;
  private List<String> headers = List.of();
  private @Nullable String body;
  private @Nullable Instant certificateEnds;

  HttpEvidence(Redaction redaction) {
    this.redaction = redaction;
  }

  void redirected(URI to) {
    redirects.add(redaction.clean(HttpUrl.withoutQuery(to)));
    // what follows is of another connection
    address = null;
    certificateEnds = null;
  }

  void connected(InetSocketAddress to) {
    address = Dial.text(to);
  }

  void certificate(Instant ends) {
    certificateEnds = ends;
  }

  void answered(int code, HttpHeaders answer) {
    status = code;
    body = null;
    List<String> shown = new ArrayList<>();
    for (var header : answer) {
      if (shown.size() == MOST_HEADERS) {
        break;
      }
      String value =
          SecretHeaders.isSecret(header.getKey()) ? HttpSecrets.HIDDEN : header.getValue();
      shown.add(cut(printable(redaction.clean(header.getKey() + ": " + value)), LONGEST_HEADER));
    }
    headers = List.copyOf(shown);
  }

  void body(String text) {
    // cleaned before it is cut, so that no half of a secret stays at the end
    body = printable(cut(redaction.clean(text), LONGEST_BODY));
  }

  @Nullable Instant certificateEnds() {
    return certificateEnds;
  }

  Evidence evidence() {
    return new Evidence(
        address, status, headers, body, List.copyOf(redirects), certificateEnds, List.of());
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }

  /** Control characters say nothing to a person, and not every store takes them. */
  private static String printable(String text) {
    @Nullable StringBuilder printable = null;
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text.charAt(i))) {
        printable = printable == null ? new StringBuilder(text) : printable;
        printable.setCharAt(i, ' ');
      }
    }
    return printable == null ? text : printable.toString();
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c != 127 || c == '\n' || c == '\r' || c == '\t';
  }
}
