package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Grouping;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Json;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.notify.Channel;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How alerts climb. */
final class EscalationPolicyApi extends ItemApi<EscalationPolicy> {
  private static final int MOST_REPEATS = 10;
  private static final int MOST_STEPS = 20;
  private static final int MOST_TARGETS = 20;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration USUAL_REPEAT_DELAY = Duration.ofMinutes(5);
  private static final Duration SHORTEST_REMINDER = Duration.ofMinutes(5);
  private static final Duration LONGEST_REMINDER = Duration.ofDays(30);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /** What targets are, but for users, who are no items. */
  private static final Map<Target.Type, ContentKind<?>> KINDS =
      Map.of(
          Target.Type.SCHEDULE,
          Schedule.KIND,
          Target.Type.TEAM,
          Team.KIND,
          Target.Type.CHANNEL,
          Channel.KIND);

  EscalationPolicyApi(ApiParts parts) {
    super(
        parts,
        EscalationPolicy.KIND,
        new Names("/escalation-policies", "id", "EscalationPolicy", "EscalationPolicies"));
  }

  /** What a policy may name: what is there, and what it named before. */
  private record Known(OrganizationId organization, Set<UUID> before) {}

  @Override
  EscalationPolicy read(ApiRequest request, JsonNode body, @Nullable EscalationPolicy before) {
    return read(request.organization(), body, before);
  }

  EscalationPolicy read(
      OrganizationId organization, JsonNode body, @Nullable EscalationPolicy before) {
    Known known = new Known(organization, before == null ? Set.of() : before.references());
    Input input = Input.of(body);
    List.of("id", "createdAt").forEach(input::node);
    EscalationPolicy policy =
        new EscalationPolicy(
            Fields.name(input, "name"),
            team(input, known),
            input.integer("repeat", 0, MOST_REPEATS).orElse(0),
            input.duration("repeatDelay", Duration.ofMinutes(1), DAY).orElse(USUAL_REPEAT_DELAY),
            input.bool("default").orElse(false),
            input.duration("reminder", SHORTEST_REMINDER, LONGEST_REMINDER).orElse(null),
            grouping(input),
            steps(input, known));
    input.finish();
    return policy;
  }

  private static Grouping grouping(Input input) {
    Optional<Input> given = input.object("grouping");
    if (given.isEmpty()) {
      return Grouping.USUAL;
    }
    return new Grouping(
        given.get().choice("by", Grouping.By.class).orElse(Grouping.USUAL.by()),
        given
            .get()
            .duration("window", Duration.ZERO, LONGEST_WINDOW)
            .orElse(Grouping.USUAL.window()));
  }

  private @Nullable UUID team(Input input, Known known) {
    return Fields.id(
        input,
        "teamId",
        id -> isThere(Target.Type.TEAM, id, known),
        "It must be the id of a team of this organization.");
  }

  private List<Step> steps(Input input, Known known) {
    List<Step> steps = new ArrayList<>();
    for (Input step : input.objects("steps", MOST_STEPS)) {
      if (!steps.isEmpty() && !step.has("delay")) {
        step.missing("delay", "how long after the step before it, as \"5m\"");
      }
      steps.add(
          new Step(
              step.duration("delay", Duration.ZERO, DAY).orElse(Duration.ZERO),
              targets(step, known)));
    }
    input.check(!steps.isEmpty(), "steps", "There must be 1 to " + MOST_STEPS + " steps.");
    return steps;
  }

  private List<Target> targets(Input step, Known known) {
    List<Target> targets = new ArrayList<>();
    for (Input target : step.objects("targets", MOST_TARGETS)) {
      target(target, known, targets);
    }
    step.check(
        !step.node("targets").isEmpty(),
        "targets",
        "There must be 1 to " + MOST_TARGETS + " targets.");
    return targets.stream().distinct().toList();
  }

  private void target(Input input, Known known, List<Target> targets) {
    if (!input.has("type")) {
      input.missing("type", "schedule, user, team or channel");
    }
    Target.Type type = input.choice("type", Target.Type.class).orElse(null);
    if (!input.has("id")) {
      input.missing("id", "an id");
    }
    UUID id =
        Fields.id(
            input,
            "id",
            asked -> type == null || isThere(type, asked, known),
            "It must be the id of a "
                + (type == null ? "target" : Json.name(type))
                + " of this organization.");
    Target.Pick pick = input.choice("pick", Target.Pick.class).orElse(Target.Pick.ALL);
    input.check(
        pick == Target.Pick.ALL || type == Target.Type.TEAM,
        "pick",
        "Only of a team one can be picked.");
    if (type != null && id != null) {
      targets.add(new Target(type, id, pick));
    }
  }

  private boolean isThere(Target.Type type, UUID id, Known known) {
    if (known.before().contains(id)) {
      return true;
    }
    if (type == Target.Type.USER) {
      return configuration.person(known.organization(), new UserId(id))
          instanceof Lookup.Found<Member>;
    }
    ContentKind<?> kind = KINDS.get(type);
    return kind != null
        && configuration.item(known.organization(), kind, id) instanceof Lookup.Found<?>;
  }

  @Override
  ObjectNode configured(EscalationPolicy policy) {
    UUID team = policy.team();
    Duration reminder = policy.reminder();
    ObjectNode json =
        Json.object()
            .put("name", policy.name())
            .put("teamId", team == null ? null : team.toString())
            .put("repeat", policy.repeat())
            .put("repeatDelay", Durations.format(policy.repeatDelay()))
            .put("default", policy.byDefault())
            .put("reminder", reminder == null ? null : Durations.format(reminder));
    json.putObject("grouping")
        .put("by", Json.name(policy.grouping().by()))
        .put("window", Durations.format(policy.grouping().window()));
    ArrayNode steps = json.putArray("steps");
    for (Step step : policy.steps()) {
      ObjectNode shown = steps.addObject().put("delay", Durations.format(step.delay()));
      ArrayNode targets = shown.putArray("targets");
      step.targets()
          .forEach(
              target ->
                  targets
                      .addObject()
                      .put("type", Json.name(target.type()))
                      .put("id", target.id().toString())
                      .put("pick", Json.name(target.pick())));
    }
    return json;
  }
}
