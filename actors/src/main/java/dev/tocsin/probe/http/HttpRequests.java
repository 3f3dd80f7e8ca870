package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.http.HttpSpec.Basic;
import dev.tocsin.probe.http.HttpSpec.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** RFC 9110, 5.6.2: token. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

  /** RFC 9110, 5.5: field-value, without the obsolete bytes beyond ASCII. */
  private static final Pattern VALUE = Pattern.compile("(?:[!-~](?:[ \\t!-~]*[!-~])?)?");

  private static final int MOST_HEADERS = 32;
  private static final int LONGEST_VALUE = 4_096;
  private static final int LARGEST_BODY = 64 * 1_024;

  private HttpRequests() {}

  static Request read(Input input, URI url) {
    String method = readMethod(input);
    Map<String, String> headers = readHeaders(input);
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
    return new Request(url, method, headers, body, basic, bearer);
  }

  static void write(Request request, ObjectNode http) {
    http.put("url", request.url().toString()).put("method", request.method());
    ObjectNode headers = http.putObject("headers");
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.put(name, SecretHeaders.isSecret(name) ? HttpSecrets.HIDDEN : value));
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

  private static Map<String, String> readHeaders(Input input) {
    Map<String, String> headers = new LinkedHashMap<>();
    JsonNode node = input.node("headers");
    if (node.isNull()
        || !input.check(
            node.isObject() && node.size() <= MOST_HEADERS,
            "headers",
            "It must be an object of at most " + MOST_HEADERS + " names with a text each.")) {
      return headers;
    }
    Set<String> seen = new HashSet<>();
    node.properties()
        .forEach(
            header -> {
              String name = header.getKey();
              Optional<String> fault = fault(name, header.getValue(), seen);
              if (fault.isPresent()) {
                input.fault("headers." + name, fault.get());
              } else {
                headers.put(name, header.getValue().textValue().strip());
              }
            });
    return headers;
  }

  private static Optional<String> fault(String name, JsonNode value, Set<String> seen) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("The name of a header must be of letters, digits and hyphens.");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (OWN_HEADERS.contains(lower)) {
      return Optional.of("Tocsin writes this header itself; remove it.");
    }
    if (!seen.add(lower)) {
      return Optional.of("This header stands twice; keep one.");
    }
    if (!value.isTextual()) {
      return Optional.of("It must be a text.");
    }
    String text = value.textValue().strip();
    if (text.length() > LONGEST_VALUE || !VALUE.matcher(text).matches()) {
      return Optional.of(
          "It must have at most "
              + LONGEST_VALUE
              + " characters of ASCII, without line breaks and control characters.");
    }
    return Optional.empty();
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
        !token.isEmpty() && token.length() <= LONGEST_VALUE && VALUE.matcher(token).matches(),
        "bearer",
        "It must be a token of 1 to "
            + LONGEST_VALUE
            + " characters of ASCII, or true for the one that is stored.");
    return token;
  }
}
