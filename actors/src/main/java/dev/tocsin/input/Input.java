package dev.tocsin.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.StorableText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object being read. Faults are collected, not thrown, so that a person sees all of them at
 * once; {@link #finish} throws them. A field that nobody asked for is a fault too, and so is any
 * text that not every store could keep. Of each field the first fault counts: what follows from it
 * would contradict it.
 */
public final class Input {
  private final JsonNode object;
  private final String prefix;
  private final Map<String, FieldError> errors;
  private final Set<String> read = new HashSet<>();
  private final List<Input> children = new ArrayList<>();

  private Input(JsonNode object, String prefix, Map<String, FieldError> errors) {
    this.object = object;
    this.prefix = prefix;
    this.errors = errors;
  }

  /**
   * @throws InvalidInputException where the body is not a JSON object
   */
  public static Input of(JsonNode body) {
    if (!body.isObject()) {
      throw new InvalidInputException("", "The body must be a JSON object.");
    }
    Input input = new Input(body, "", new LinkedHashMap<>());
    input.checkTexts(body, "");
    return input;
  }

  public boolean has(String field) {
    read.add(field);
    return object.hasNonNull(field);
  }

  /** A zone by its IANA name. */
  public Optional<ZoneId> timeZone(String field) {
    return optionalText(field, 60)
        .flatMap(
            name -> {
              try {
                return Optional.of(ZoneId.of(name));
              } catch (DateTimeException unknown) {
                fault(field, "It must be a time zone such as \"Europe/Berlin\".");
                return Optional.empty();
              }
            });
  }

  /** Whether the field is there with the value null, where that differs from leaving it out. */
  public boolean isNull(String field) {
    read.add(field);
    JsonNode node = object.get(field);
    return node != null && node.isNull();
  }

  /** A text of 1 to {@code most} characters, trimmed; a missing one is a fault. */
  public String text(String field, int most) {
    return optionalText(field, most)
        .orElseGet(
            () -> {
              missing(field, "a text of 1 to " + most + " characters");
              return "";
            });
  }

  public Optional<String> optionalText(String field, int most) {
    return raw(field, JsonNode::isTextual, "a text")
        .map(JsonNode::textValue)
        .map(String::strip)
        .filter(
            text ->
                check(
                    !text.isEmpty() && text.length() <= most,
                    field,
                    "It must have 1 to " + most + " characters."))
        .filter(
            text ->
                check(
                    !Texts.isInvisible(text),
                    field,
                    "It is empty: none of its characters can be seen."));
  }

  /** A text kept to the letter, which may be empty: a body, a password. */
  public Optional<String> verbatim(String field, int most) {
    return raw(field, JsonNode::isTextual, "a text")
        .map(JsonNode::textValue)
        .filter(
            text ->
                check(
                    text.length() <= most, field, "It must have at most " + most + " characters."));
  }

  public Optional<Boolean> bool(String field) {
    return raw(field, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
  }

  public Optional<Integer> integer(String field, int least, int most) {
    return raw(field, JsonNode::isIntegralNumber, "a whole number")
        .filter(
            number ->
                check(
                    number.canConvertToInt()
                        && least <= number.intValue()
                        && number.intValue() <= most,
                    field,
                    "It must be from " + least + " to " + most + "."))
        .map(JsonNode::intValue);
  }

  public Optional<Duration> duration(String field, Duration least, Duration most) {
    String form = "a duration such as \"30s\", \"5m\" or \"1h\"";
    return raw(field, JsonNode::isTextual, form)
        .flatMap(
            node -> {
              Optional<Duration> parsed = Durations.parse(node.textValue());
              check(parsed.isPresent(), field, "It must be " + form + ".");
              return parsed;
            })
        .filter(
            value ->
                check(
                    least.compareTo(value) <= 0 && value.compareTo(most) <= 0,
                    field,
                    "It must be from "
                        + Durations.format(least)
                        + " to "
                        + Durations.format(most)
                        + "."));
  }

  /** One of an enum's names, written in lower case. */
  public <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
    return choice(field, List.of(type.getEnumConstants()));
  }

  /** One of these constants' names, written in lower case. */
  public <E extends Enum<E>> Optional<E> choice(String field, List<E> allowed) {
    List<String> names =
        allowed.stream().map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    return raw(field, JsonNode::isTextual, "one of " + names)
        .filter(
            node ->
                check(names.contains(node.textValue()), field, "It must be one of " + names + "."))
        .map(node -> allowed.get(names.indexOf(node.textValue())));
  }

  public Optional<Input> object(String field) {
    return raw(field, JsonNode::isObject, "an object").map(node -> child(node, field));
  }

  /** The objects of a list; one that is none is a fault at its place, and is left out. */
  public List<Input> objects(String field, int most) {
    List<Input> objects = new ArrayList<>();
    elements(field, most)
        .ifPresent(
            node -> {
              for (int i = 0; i < node.size(); i++) {
                String place = field + "[" + i + "]";
                if (check(node.get(i).isObject(), place, "It must be an object.")) {
                  objects.add(child(node.get(i), place));
                }
              }
            });
    return objects;
  }

  private Input child(JsonNode node, String field) {
    Input child = new Input(node, path(field) + ".", errors);
    children.add(child);
    return child;
  }

  /** Elements that {@code element} cannot read (it answers null) are faults at their place. */
  public <T> List<T> list(
      String field, int most, String form, Function<JsonNode, @Nullable T> element) {
    List<T> values = new ArrayList<>();
    elements(field, most)
        .ifPresent(
            node -> {
              for (int i = 0; i < node.size(); i++) {
                T value = element.apply(node.get(i));
                if (value == null) {
                  fault(field + "[" + i + "]", "It must be " + form + ".");
                } else {
                  values.add(value);
                }
              }
            });
    return values;
  }

  private Optional<JsonNode> elements(String field, int most) {
    return raw(field, JsonNode::isArray, "a list")
        .filter(
            node ->
                check(node.size() <= most, field, "It must have at most " + most + " entries."));
  }

  /** The JSON under a field for a reader of its own; a null node where there is none. */
  public JsonNode node(String field) {
    read.add(field);
    JsonNode node = object.get(field);
    return node == null ? JsonNodeFactory.instance.nullNode() : node;
  }

  /** Nothing where the field has a fault already. */
  public void fault(String field, String message) {
    String path = StorableText.of(path(field));
    errors.putIfAbsent(path, new FieldError(path, message));
  }

  public void missing(String field, String form) {
    fault(field, "It is missing; it must be " + form + ".");
  }

  /** Adds a fault where the condition does not hold; answers the condition. */
  public boolean check(boolean holds, String field, String message) {
    if (!holds) {
      fault(field, message);
    }
    return holds;
  }

  /** Throws what was found, fields that nobody read among it. Call it on the outermost input. */
  public void finish() {
    reportUnread();
    if (!errors.isEmpty()) {
      throw new InvalidInputException(List.copyOf(errors.values()));
    }
  }

  private void checkTexts(JsonNode node, String path) {
    if (node.isTextual()) {
      Texts.fault(node.textValue()).ifPresent(fault -> fault(path, fault));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkTexts(node.get(i), path + "[" + i + "]");
    }
    node.properties()
        .forEach(
            field -> {
              String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              Texts.fault(field.getKey())
                  .ifPresent(fault -> fault(inner, "The name of a field is wrong: " + fault));
              checkTexts(field.getValue(), inner);
            });
  }

  private void reportUnread() {
    object
        .fieldNames()
        .forEachRemaining(
            name ->
                check(
                    read.contains(name),
                    name,
                    "There is no such field here; remove it or correct its name."));
    children.forEach(Input::reportUnread);
  }

  private Optional<JsonNode> raw(
      String field, java.util.function.Predicate<JsonNode> fits, String form) {
    JsonNode node = node(field);
    if (node.isNull()) {
      return Optional.empty();
    }
    return Optional.of(node).filter(it -> check(fits.test(it), field, "It must be " + form + "."));
  }

  private String path(String field) {
    return prefix + field;
  }
}
