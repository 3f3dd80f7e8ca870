package dev.tocsin.http.page.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.probe.http.HeaderFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names with a text each, as lines: {@code Accept: text/html}. */
final class HeaderLines {
  /** Also where the colon was forgotten: what follows the name may be a secret all the same. */
  private static final Pattern LINE =
      Pattern.compile("\\s*([^\\s:=]*)\\s*[\\s:=]?(.*)", Pattern.DOTALL);

  private HeaderLines() {}

  static String text(JsonNode headers) {
    return headers
        .propertyStream()
        .map(header -> header.getKey() + ": " + header.getValue().asText())
        .collect(Collectors.joining("\n"));
  }

  /**
   * An empty value of a secret name stands for the one that is stored.
   *
   * @param fault takes a sentence for what cannot be an object
   * @return null where there are none
   */
  static @Nullable ObjectNode json(String text, Consumer<String> fault) {
    ObjectNode headers = Json.object();
    for (String line : FormJson.entries(text)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        fault.accept("A line must be a name, a colon and a value, as in Accept: text/html.");
        continue;
      }
      String name = line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (headers.has(name)) {
        fault.accept(name + " stands twice; keep one.");
      }
      headers.put(name, value.isEmpty() && HeaderFields.isSecret(name) ? FormJson.HIDDEN : value);
    }
    return headers.isEmpty() ? null : headers;
  }

  /** The secret names that have no value. */
  static List<String> empty(String text) {
    return FormJson.entries(text).stream()
        .map(LINE::matcher)
        .filter(line -> line.matches() && line.group(2).isBlank())
        .map(line -> line.group(1))
        .filter(HeaderFields::isSecret)
        .toList();
  }

  /**
   * The same lines, where the value of a secret name is left out.
   *
   * @param alsoStored whether what stands for a stored value is left out as well
   * @param left takes the names whose value was
   */
  static String withoutSecrets(String text, boolean alsoStored, Consumer<String> left) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher parts = LINE.matcher(line);
      String name = parts.matches() ? parts.group(1) : "";
      String value = parts.matches() ? parts.group(2).strip() : "";
      boolean isStored = value.equals(FormJson.HIDDEN);
      if (value.isEmpty() || isStored && !alsoStored || !HeaderFields.isSecret(name)) {
        lines.add(line);
      } else {
        left.accept(name);
        lines.add(name + ": ");
      }
    }
    return String.join("\n", lines);
  }
}
