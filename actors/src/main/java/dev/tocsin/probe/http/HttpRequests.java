package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.http.HttpSpec.Basic;
import dev.tocsin.probe.http.HttpSpec.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes what is sent: method, headers, body, credentials. */
final class HttpRequests {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

  /** Tocsin writes these itself: they frame the message or belong to the connection. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "upgrade",
          "te",
          "trailer",
          "expect");

  private static final int LONGEST_VALUE = 4_096;
  private static final int LARGEST_BODY = 64 * 1_024;

  private HttpRequests() {}

  static Request read(Input input, URI url) {
    String method = readMethod(input);
    Map<String, String> headers = HeaderFields.read(input, "headers", OWN_HEADERS::contains);
    @Nullable String body = readBody(input, method);
    Optional<Input> auth = input.object("auth");
    @Nullable Basic basic = auth.map(HttpRequests::readBasic).orElse(null);
    @Nullable String bearer = auth.map(HttpRequests::readBearer).orElse(null);
    if (auth.isPresent()) {
      input.check(
          (basic == null) != (bearer == null), "auth", "It must have either basic or bearer.");
      input.check(
          headers.keySet().stream().noneMatch("authorization"::equalsIgnoreCase),
          "headers",
          "It must not have Authorization beside auth; keep one of the two.");
    }
    return new Request(url.toString(), method, headers, body, basic, bearer);
  }

  static void write(Request request, ObjectNode http) {
    http.put("url", request.url()).put("method", request.method());
    HeaderFields.write(request.headers(), http.putObject("headers"));
    http.put("body", request.body());
    if (request.basic() instanceof Basic basic) {
      http.putObject("auth").putObject("basic").put("user", basic.user());
    } else if (request.bearer() != null) {
      http.putObject("auth").put("bearer", true);
    } else {
      http.putNull("auth");
    }
  }

  private static String readMethod(Input input) {
    String method = input.optionalText("method", 16).orElse("GET").toUpperCase(Locale.ROOT);
    boolean known = METHODS.contains(method);
    return input.check(known, "method", "It must be one of " + METHODS + ".") ? method : "GET";
  }

  private static @Nullable String readBody(Input input, String method) {
    Optional<String> body = input.verbatim("body", LARGEST_BODY);
    if (body.isEmpty()) {
      return null;
    }
    input.check(
        WITH_BODY.contains(method), "body", "A " + method + " request has no body; remove it.");
    input.check(
        body.get().getBytes(StandardCharsets.UTF_8).length <= LARGEST_BODY,
        "body",
        "It must have at most 64 KiB.");
    return body.get();
  }

  private static @Nullable Basic readBasic(Input auth) {
    return auth.object("basic")
        .map(
            basic -> {
              String user = basic.text("user", 256);
              // RFC 7617: what follows the first colon would be the password
              basic.check(user.indexOf(':') < 0, "user", "It must not have a colon.");
              String password = basic.verbatim("password", 1_024).orElse(HttpSecrets.HIDDEN);
              return new Basic(user, password);
            })
        .orElse(null);
  }

  private static @Nullable String readBearer(Input auth) {
    JsonNode bearer = auth.node("bearer");
    if (bearer.isNull()) {
      return null;
    }
    if (bearer.isBoolean() && bearer.booleanValue()) {
      return HttpSecrets.HIDDEN;
    }
    String token = bearer.isTextual() ? bearer.textValue().strip() : "";
    auth.check(
        !token.isEmpty() && HeaderFields.isValue(token),
        "bearer",
        "It must be a token of 1 to "
            + LONGEST_VALUE
            + " characters of ASCII, or true for the one that is stored.");
    return token;
  }
}
