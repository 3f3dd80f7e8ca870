package dev.tocsin.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Headers as a person gives them, for every kind of check that speaks HTTP. The values of those
 * whose names say that they are secret go in and never come out.
 */
public final class HeaderFields {
  /** Stands for a stored secret, where the API shows a specification and where it takes one. */
  static final String HIDDEN = HttpSecrets.HIDDEN;

  /** RFC 9110, 5.6.2: token. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

  /** RFC 9110, 5.5: field-value, without the obsolete bytes beyond ASCII. */
  private static final Pattern VALUE = Pattern.compile("(?:[!-~](?:[ \\t!-~]*[!-~])?)?");

  private static final int MOST_HEADERS = 32;
  private static final int LONGEST_VALUE = 4_096;

  private HeaderFields() {}

  /**
   * @param field an object of names with a text each
   * @param isOwn which names, in lower case, Tocsin writes itself
   */
  public static Map<String, String> read(Input input, String field, Predicate<String> isOwn) {
    Map<String, String> headers = new LinkedHashMap<>();
    JsonNode node = input.node(field);
    if (node.isNull()
        || !input.check(
            node.isObject() && node.size() <= MOST_HEADERS,
            field,
            "It must be an object of at most " + MOST_HEADERS + " names with a text each.")) {
      return headers;
    }
    Set<String> seen = new HashSet<>();
    node.properties()
        .forEach(
            header -> {
              String name = header.getKey();
              Optional<String> fault = fault(name, header.getValue(), isOwn, seen);
              if (fault.isPresent()) {
                input.fault(field + "." + name, fault.get());
              } else {
                headers.put(name, header.getValue().textValue().strip());
              }
            });
    return headers;
  }

  public static void write(Map<String, String> headers, ObjectNode into) {
    headers.forEach((name, value) -> into.put(name, isSecret(name) ? HIDDEN : value));
  }

  /** With the stored values where a person sent them back hidden. */
  public static Map<String, String> keep(Map<String, String> before, Map<String, String> after) {
    Map<String, String> old = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    old.putAll(before);
    Map<String, String> kept = new LinkedHashMap<>(after);
    kept.replaceAll((name, value) -> value.equals(HIDDEN) ? old.getOrDefault(name, HIDDEN) : value);
    return kept;
  }

  /**
   * Faults for the values that are still hidden.
   *
   * @param path of the field, as in {@code websocket.headers}
   */
  public static List<FieldError> missing(Map<String, String> headers, String path) {
    return headers.entrySet().stream()
        .filter(header -> header.getValue().equals(HIDDEN))
        .map(
            header ->
                new FieldError(
                    path + "." + header.getKey(),
                    "Enter the value; a stored one is kept only for the same host, port and"
                        + " encryption."))
        .toList();
  }

  public static boolean isSecret(String name) {
    return SecretHeaders.isSecret(name);
  }

  static boolean isValue(String text) {
    return text.length() <= LONGEST_VALUE && VALUE.matcher(text).matches();
  }

  private static Optional<String> fault(
      String name, @Nullable JsonNode value, Predicate<String> isOwn, Set<String> seen) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("The name of a header must be of letters, digits and hyphens.");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (isOwn.test(lower)) {
      return Optional.of("Tocsin writes this header itself; remove it.");
    }
    if (!seen.add(lower)) {
      return Optional.of("This header stands twice; keep one.");
    }
    if (value == null || !value.isTextual()) {
      return Optional.of("It must be a text.");
    }
    return isValue(value.textValue().strip())
        ? Optional.empty()
        : Optional.of(
            "It must have at most "
                + LONGEST_VALUE
                + " characters of ASCII, without line breaks and control characters.");
  }
}
