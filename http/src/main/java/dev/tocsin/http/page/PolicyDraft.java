package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.http.Json;
import dev.tocsin.input.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A policy while somebody puts it together, as its form has it.
 *
 * @param texts of the fields beside the steps
 * @param steps at least one
 */
record PolicyDraft(Map<String, String> texts, List<StepDraft> steps) {
  static final List<String> FIELDS =
      List.of(
          "name",
          "teamId",
          "default",
          "repeat",
          "repeatDelay",
          "reminder",
          "grouping.by",
          "grouping.window");
  private static final int MOST = 20;
  private static final StepDraft ONE_MORE = new StepDraft("5m", List.of(""));

  PolicyDraft {
    texts = Map.copyOf(texts);
    steps = List.copyOf(steps);
  }

  /**
   * @param targets as a list offers them: {@code team:ID:round_robin}; empty where none is chosen
   */
  record StepDraft(String delay, List<String> targets) {
    StepDraft {
      targets = List.copyOf(targets);
    }

    StepDraft with(List<String> others) {
      return new StepDraft(delay, others);
    }

    /** Those that are chosen, of which each can be found again in the form. */
    StepDraft chosen() {
      List<String> some = targets.stream().filter(target -> !target.isEmpty()).distinct().toList();
      return some.isEmpty() ? with(List.of("")) : with(some);
    }

    List<Target> known() {
      return targets.stream().flatMap(target -> parse(target).stream()).toList();
    }
  }

  static PolicyDraft blank() {
    return new PolicyDraft(Map.of(), List.of(new StepDraft("", List.of(""))));
  }

  static PolicyDraft of(EscalationPolicy policy) {
    Map<String, String> texts = new HashMap<>();
    texts.put("name", policy.name());
    if (policy.team() != null) {
      texts.put("teamId", policy.team().toString());
    }
    if (policy.byDefault()) {
      texts.put("default", "yes");
    }
    texts.put("repeat", Integer.toString(policy.repeat()));
    texts.put("repeatDelay", Durations.format(policy.repeatDelay()));
    if (policy.reminder() != null) {
      texts.put("reminder", Durations.format(policy.reminder()));
    }
    texts.put("grouping.by", Json.name(policy.grouping().by()));
    texts.put("grouping.window", Durations.format(policy.grouping().window()));
    List<StepDraft> steps = new ArrayList<>();
    for (Step step : policy.steps()) {
      String zero = steps.isEmpty() ? "" : "0s";
      steps.add(
          new StepDraft(
              step.delay().isZero() ? zero : Durations.format(step.delay()),
              step.targets().stream().map(PolicyDraft::text).toList()));
    }
    return new PolicyDraft(texts, steps);
  }

  static PolicyDraft of(Map<String, String> form) {
    Map<String, String> texts = new HashMap<>();
    FIELDS.forEach(field -> texts.put(field, form.getOrDefault(field, "").strip()));
    List<StepDraft> steps = new ArrayList<>();
    while (steps.size() < MOST && form.containsKey(target(steps.size(), 0))) {
      int step = steps.size();
      List<String> targets = new ArrayList<>();
      while (targets.size() < MOST && form.containsKey(target(step, targets.size()))) {
        targets.add(form.get(target(step, targets.size())));
      }
      steps.add(new StepDraft(form.getOrDefault(delay(step), "").strip(), targets));
    }
    return new PolicyDraft(texts, steps.isEmpty() ? blank().steps() : steps);
  }

  static String delay(int step) {
    return "steps[" + step + "].delay";
  }

  static String target(int step, int target) {
    return "steps[" + step + "].targets[" + target + "]";
  }

  /**
   * What a button makes of it.
   *
   * @param deed as {@code add-target:1}; another one changes nothing
   */
  PolicyDraft after(String deed) {
    List<Integer> at =
        Arrays.stream(deed.split(":"))
            .skip(1)
            .map(number -> number.matches("\\d{1,2}") ? Integer.parseInt(number) : MOST)
            .toList();
    int step = at.isEmpty() ? 0 : at.getFirst();
    if (step >= steps.size()) {
      return this;
    }
    List<StepDraft> changed = new ArrayList<>(steps);
    List<String> targets = new ArrayList<>(steps.get(step).targets());
    switch (deed.split(":")[0]) {
      case "add-step" -> changed.add(ONE_MORE);
      case "drop-step" -> changed.remove(step);
      case "up-step" -> changed.add(Math.max(0, step - 1), changed.remove(step));
      case "add-target" -> {
        targets.add("");
        changed.set(step, steps.get(step).with(targets));
      }
      case "drop-target" -> {
        if (at.size() > 1 && at.get(1) < targets.size()) {
          targets.remove((int) at.get(1));
          changed.set(step, steps.get(step).with(targets.isEmpty() ? List.of("") : targets));
        }
      }
      default -> {
        return this;
      }
    }
    return new PolicyDraft(
        texts,
        changed.isEmpty()
            ? blank().steps()
            : changed.stream()
                .map(one -> one.with(one.targets().stream().limit(MOST).toList()))
                .limit(MOST)
                .toList());
  }

  /** Without the lists in which nothing was chosen. */
  PolicyDraft chosen() {
    return new PolicyDraft(texts, steps.stream().map(StepDraft::chosen).toList());
  }

  /** As the API takes it; what was left empty is left out. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    for (String field : FIELDS) {
      String text = text(field);
      if (!text.isEmpty() && !field.equals("default") && !field.startsWith("grouping")) {
        json.put(field, text);
      }
    }
    json.put("default", !text("default").isEmpty());
    ObjectNode grouping = json.putObject("grouping");
    if (!text("grouping.by").isEmpty()) {
      grouping.put("by", text("grouping.by"));
    }
    if (!text("grouping.window").isEmpty()) {
      grouping.put("window", text("grouping.window"));
    }
    if (text("repeat").matches("\\d{1,4}")) {
      json.put("repeat", Integer.parseInt(text("repeat")));
    }
    ArrayNode list = json.putArray("steps");
    for (StepDraft step : steps) {
      ObjectNode one = list.addObject();
      if (!step.delay().isEmpty()) {
        one.put("delay", step.delay());
      }
      ArrayNode targets = one.putArray("targets");
      for (Target target : step.known()) {
        targets
            .addObject()
            .put("type", Json.name(target.type()))
            .put("id", target.id().toString())
            .put("pick", Json.name(target.pick()));
      }
    }
    return json;
  }

  String text(String field) {
    return texts.getOrDefault(field, "");
  }

  /** Empty where nobody can say it yet. */
  Optional<Duration> delayOf(int step) {
    String text = steps.get(step).delay();
    return text.isEmpty() && step == 0 ? Optional.of(Duration.ZERO) : Durations.parse(text);
  }

  static String text(Target target) {
    String text = Json.name(target.type()) + ":" + target.id();
    return target.type() == Target.Type.TEAM ? text + ":" + Json.name(target.pick()) : text;
  }

  private static Optional<Target> parse(String text) {
    String[] parts = text.split(":");
    if (parts.length < 2) {
      return Optional.empty();
    }
    Optional<Target.Type> type =
        Arrays.stream(Target.Type.values())
            .filter(each -> each.name().equals(parts[0].toUpperCase(Locale.ROOT)))
            .findFirst();
    Target.Pick pick =
        parts.length > 2 && parts[2].equals(Json.name(Target.Pick.ROUND_ROBIN))
            ? Target.Pick.ROUND_ROBIN
            : Target.Pick.ALL;
    return type.flatMap(known -> Ids.parse(parts[1]).map(id -> new Target(known, id, pick)));
  }
}
