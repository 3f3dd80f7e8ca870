package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.http.HttpSpec.Connection;
import dev.tocsin.probe.http.HttpSpec.JsonPathRule;
import dev.tocsin.probe.http.HttpSpec.Keyword;
import dev.tocsin.probe.http.HttpSpec.Request;
import dev.tocsin.probe.http.HttpSpec.StatusRange;
import dev.tocsin.probe.net.Patterns;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the field {@code http} of the API.
 *
 * <p>Secrets go in and never come out: {@link #write} shows {@code auth:{basic:{user}}} without the
 * password, {@code auth:{bearer:true}} for a token, and {@link HttpSecrets#HIDDEN} for the value of
 * a header whose name says that it is secret. Sent back in that form they stand for what is stored
 * ({@link HttpSecrets}).
 */
final class HttpSpecs {
  static final int DEFAULT_WARN_DAYS = 14;

  private static final Duration SLOWEST = Duration.ofMinutes(5);
  private static final int MOST_STATUS_RANGES = 50;
  private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");
  private static final String STATUS_FORM =
      "a status such as \"200\" or a range such as \"200-299\"";
  private static final URI ANY_URL = URI.create("http://invalid/");

  private HttpSpecs() {}

  static HttpSpec read(Input input) {
    Request request = HttpRequests.read(input, readUrl(input));
    boolean verifyTls = input.bool("verifyTls").orElse(true);
    return new HttpSpec(
        request,
        readExpectedStatus(input),
        input.object("keyword").map(HttpSpecs::readKeyword).orElse(null),
        input.object("jsonPath").map(HttpSpecs::readJsonPath).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null),
        new Connection(
            input.bool("followRedirects").orElse(true), verifyTls, readWarnDays(input, verifyTls)));
  }

  static ObjectNode write(HttpSpec spec) {
    ObjectNode http = JsonNodeFactory.instance.objectNode();
    HttpRequests.write(spec.request(), http);
    ArrayNode statuses = http.putArray("expectedStatus");
    spec.expectedStatus().forEach(range -> statuses.add(range.toString()));
    if (spec.keyword() instanceof Keyword keyword) {
      ObjectNode rule = http.putObject("keyword");
      if (keyword.pattern() == null) {
        rule.put("text", keyword.text());
      } else {
        rule.put("pattern", keyword.pattern());
      }
      rule.put("absent", keyword.absent());
    } else {
      http.putNull("keyword");
    }
    if (spec.jsonPath() instanceof JsonPathRule rule) {
      http.putObject("jsonPath").put("path", rule.path()).put("equals", rule.equals());
    } else {
      http.putNull("jsonPath");
    }
    @Nullable Duration degradedOver = spec.degradedOver();
    http.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    http.put("followRedirects", spec.connection().followRedirects());
    http.put("verifyTls", spec.connection().verifyTls());
    http.put("certificateWarnDays", spec.connection().certificateWarnDays());
    return http;
  }

  private static URI readUrl(Input input) {
    Optional<String> text = input.optionalText("url", 2_048);
    if (text.isEmpty()) {
      input.missing("url", "an address that begins with http:// or https://");
      return ANY_URL;
    }
    try {
      return HttpUrl.parse(text.get());
    } catch (IllegalArgumentException wrong) {
      input.fault("url", String.valueOf(wrong.getMessage()));
      return ANY_URL;
    }
  }

  private static List<StatusRange> readExpectedStatus(Input input) {
    boolean given = input.has("expectedStatus");
    List<StatusRange> ranges =
        input.list("expectedStatus", MOST_STATUS_RANGES, STATUS_FORM, HttpSpecs::readStatus);
    if (!ranges.isEmpty()) {
      return ranges;
    }
    if (given && input.node("expectedStatus").isEmpty()) {
      input.fault("expectedStatus", "It must have at least one status, or be left out.");
    }
    return List.of(new StatusRange(200, 299));
  }

  private static @Nullable StatusRange readStatus(JsonNode node) {
    Matcher matcher = STATUS.matcher(node.isValueNode() ? node.asText() : "");
    if (!matcher.matches()) {
      return null;
    }
    int from = Integer.parseInt(matcher.group(1));
    int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
    return 100 <= from && from <= to && to <= 599 ? new StatusRange(from, to) : null;
  }

  private static Keyword readKeyword(Input input) {
    Optional<String> text = input.verbatim("text", 1_024);
    Optional<String> pattern = input.verbatim("pattern", Patterns.LONGEST);
    boolean absent = input.bool("absent").orElse(false);
    if (text.isEmpty() && pattern.isEmpty()) {
      input.missing("text", "a text of 1 to 1024 characters, or in its place a pattern");
    }
    text.ifPresent(it -> input.check(!it.isEmpty(), "text", "It must have 1 to 1024 characters."));
    pattern.ifPresent(
        it -> {
          input.check(
              text.isEmpty(), "pattern", "It must not stand beside text; keep one of the two.");
          input.check(
              !it.isEmpty(), "pattern", "It must have 1 to " + Patterns.LONGEST + " characters.");
          Patterns.fault(it).ifPresent(fault -> input.fault("pattern", fault));
        });
    return new Keyword(text.orElse(pattern.isPresent() ? null : ""), pattern.orElse(null), absent);
  }

  private static JsonPathRule readJsonPath(Input input) {
    String path = input.text("path", JsonPaths.LONGEST);
    JsonPaths.fault(path)
        .filter(fault -> !path.isEmpty())
        .ifPresent(fault -> input.fault("path", fault));
    JsonNode equals = input.node("equals");
    String text = equals.isTextual() ? equals.textValue() : equals.toString();
    input.check(text.length() <= 1_024, "equals", "It must have at most 1024 characters.");
    return new JsonPathRule(path, equals.isNull() ? null : text);
  }

  private static @Nullable Integer readWarnDays(Input input, boolean verifyTls) {
    if (input.isNull("certificateWarnDays")) {
      return null;
    }
    int days =
        input.integer("certificateWarnDays", 0, 825).orElse(verifyTls ? DEFAULT_WARN_DAYS : 0);
    return days == 0 ? null : days;
  }
}
