package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.FieldError;
import dev.tocsin.oncall.FixedTurns;
import dev.tocsin.oncall.Layer;
import dev.tocsin.oncall.Rotation;
import dev.tocsin.oncall.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of a schedule. The fields of a layer begin with {@code l}, its number and a hyphen; a
 * layer whose box {@code remove} is ticked is left out.
 */
final class ScheduleForm {
  private static final Pattern OF_LAYER =
      Pattern.compile("layers\\[(\\d+)](?:\\.([a-zA-Z]+))?(?:\\[\\d+])?(?:\\.([a-zA-Z]+))?");
  private static final int LEAST_PLACES = 2;
  private static final int SPARE_PLACES = 1;
  private static final int MOST_PLACES = 100;
  private static final int MOST_LAYERS = 20;
  private static final String NOT_UNDERSTOOD =
      " cannot be understood. Write a line like \"Mon-Fri 09:00-17:00\" or \"Fri 17:00 - Mon"
          + " 09:00\".";

  private ScheduleForm() {}

  /**
   * What was typed, as the API takes it.
   *
   * @param layers the numbers that its layers have in the form
   * @param faults what no JSON can say, by the form's fields
   */
  record Typed(ObjectNode json, List<Integer> layers, List<FieldError> faults) {
    /** Faults of the API at the form's fields. */
    List<FieldError> atFields(List<FieldError> errors) {
      return errors.stream().map(this::atField).toList();
    }

    private FieldError atField(FieldError error) {
      Matcher of = OF_LAYER.matcher(error.field());
      if (!of.matches() || Integer.parseInt(of.group(1)) >= layers.size()) {
        return error;
      }
      String part = Optional.ofNullable(of.group(2)).orElse("name");
      String inner = of.group(3);
      String field =
          switch (part) {
            case "rotation" -> "unit".equals(inner) ? "unit" : "every";
            case "restrictions" -> "times";
            default -> part;
          };
      return new FieldError(
          prefix(layers.get(Integer.parseInt(of.group(1)))) + field, error.message());
    }
  }

  static String prefix(int layer) {
    return "l" + layer + "-";
  }

  /** A schedule as the form has it. */
  static Map<String, String> of(Schedule schedule) {
    Map<String, String> form = new HashMap<>();
    UUID team = schedule.team();
    form.put("name", schedule.name());
    form.put("timeZone", schedule.timeZone().getId());
    form.put("teamId", team == null ? "" : team.toString());
    form.put("layers", Integer.toString(schedule.layers().size()));
    for (int i = 0; i < schedule.layers().size(); i++) {
      put(schedule.layers().get(i), i, form);
    }
    return form;
  }

  /**
   * Names what the form of a schedule shows, and what it only refers to. Overrides are not on it:
   * whoever takes a shift meanwhile is in nobody's way.
   */
  static String version(Schedule schedule) {
    StringBuilder shown = new StringBuilder(new TreeMap<>(of(schedule)).toString());
    for (Layer layer : schedule.layers()) {
      if (layer.turns() instanceof FixedTurns fixed) {
        shown.append(fixed.turns());
      }
    }
    return UUID.nameUUIDFromBytes(shown.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void put(Layer layer, int number, Map<String, String> form) {
    String prefix = prefix(number);
    form.put(prefix + "name", layer.name());
    form.put(prefix + "times", WeekTimes.write(layer.restrictions()));
    switch (layer.turns()) {
      case FixedTurns fixed -> form.put(prefix + "stored", Integer.toString(number));
      case Rotation rotation -> {
        LocalDateTime end = rotation.end();
        for (int i = 0; i < rotation.people().size(); i++) {
          form.put(prefix + "p" + i, rotation.people().get(i).toString());
        }
        form.put(prefix + "every", Integer.toString(rotation.every()));
        form.put(prefix + "unit", rotation.unit().name().toLowerCase(Locale.ROOT));
        form.put(prefix + "start", rotation.start().toString());
        form.put(prefix + "end", end == null ? "" : end.toString());
      }
    }
  }

  /** What a new layer begins with. */
  static void putUsual(int number, String name, LocalDateTime start, Map<String, String> form) {
    String prefix = prefix(number);
    form.put(prefix + "name", name);
    form.put(prefix + "every", "1");
    form.put(prefix + "unit", "weeks");
    form.put(prefix + "start", start.toString());
  }

  static int layers(Map<String, String> form) {
    return Math.min(MOST_LAYERS, number(form.getOrDefault("layers", "")));
  }

  private static int number(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
  }

  static boolean isStored(Map<String, String> form, int layer) {
    return !form.getOrDefault(prefix(layer) + "stored", "").isEmpty();
  }

  /** How many people can be chosen: those who are, and room for another. */
  static int places(Map<String, String> form, int layer) {
    return Math.clamp(people(form, layer).size() + SPARE_PLACES, LEAST_PLACES, MOST_PLACES);
  }

  /** Who was chosen, without the places between them that were left empty. */
  static List<String> people(Map<String, String> form, int layer) {
    List<String> people = new ArrayList<>();
    for (int i = 0; i < MOST_PLACES; i++) {
      String person = form.getOrDefault(prefix(layer) + "p" + i, "");
      if (!person.isBlank()) {
        people.add(person);
      }
    }
    return people;
  }

  /**
   * @param before has the layers that came out of a calendar, which no form repeats
   */
  static Typed typed(Map<String, String> form, @Nullable Schedule before) {
    ObjectNode json = Json.object();
    List<FieldError> faults = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (String field : new String[] {"name", "timeZone", "teamId"}) {
      put(json, field, form.getOrDefault(field, ""));
    }
    ArrayNode layers = json.putArray("layers");
    for (int i = 0; i < layers(form); i++) {
      if (form.getOrDefault(prefix(i) + "remove", "").isEmpty()) {
        layers.add(layer(form, i, before, faults));
        numbers.add(i);
      }
    }
    return new Typed(json, numbers, faults);
  }

  private static ObjectNode layer(
      Map<String, String> form, int number, @Nullable Schedule before, List<FieldError> faults) {
    String prefix = prefix(number);
    ObjectNode json = Json.object();
    put(json, "name", form.getOrDefault(prefix + "name", ""));
    if (isStored(form, number)) {
      ArrayNode shifts = json.putArray("shifts");
      stored(number(form.getOrDefault(prefix + "stored", "")), before)
          .ifPresent(
              fixed ->
                  fixed
                      .turns()
                      .forEach(
                          turn ->
                              shifts
                                  .addObject()
                                  .put("from", turn.from().toString())
                                  .put("until", turn.until().toString())
                                  .put("userId", turn.user().toString())));
    } else {
      ArrayNode people = json.putArray("people");
      people(form, number).forEach(people::add);
      ObjectNode rotation = json.putObject("rotation");
      put(rotation, "unit", form.getOrDefault(prefix + "unit", ""));
      String every = form.getOrDefault(prefix + "every", "").strip();
      if (every.matches("\\d{1,6}")) {
        rotation.put("every", Integer.parseInt(every));
      } else {
        rotation.put("every", every);
      }
      put(json, "start", form.getOrDefault(prefix + "start", ""));
      put(json, "end", form.getOrDefault(prefix + "end", ""));
    }
    ArrayNode times = json.putArray("restrictions");
    form.getOrDefault(prefix + "times", "")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line ->
                WeekTimes.read(line)
                    .ifPresentOrElse(
                        times::add,
                        () ->
                            faults.add(
                                new FieldError(
                                    prefix + "times",
                                    "\"" + line.strip() + "\"" + NOT_UNDERSTOOD))));
    return json;
  }

  /** The shifts of a layer that came out of a calendar. */
  static Optional<FixedTurns> stored(int number, @Nullable Schedule before) {
    return before != null
            && number < before.layers().size()
            && before.layers().get(number).turns() instanceof FixedTurns fixed
        ? Optional.of(fixed)
        : Optional.empty();
  }

  private static void put(ObjectNode json, String field, String text) {
    if (!text.isBlank()) {
      json.put(field, text);
    }
  }
}
