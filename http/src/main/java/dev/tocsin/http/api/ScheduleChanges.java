package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.oncall.OnCall;
import dev.tocsin.oncall.OverrideId;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.oncall.ScheduleOverride;
import dev.tocsin.oncall.Shift;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the API and the pages do to schedules, for somebody who may plan at all. */
public final class ScheduleChanges {
  private static final String OWN_ONLY =
      "A responder takes shifts for themselves only; an admin plans those of others.";

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final InstantSource time;

  public ScheduleChanges(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.time = parts.time();
  }

  /**
   * Who plans.
   *
   * @param self null for a token
   */
  public record Planner(Author author, Role role, @Nullable UserId self) {
    /** Whether they may plan for everybody. */
    public boolean isAdmin() {
      return role.atLeast(Role.ADMIN);
    }

    private boolean isSelf(@Nullable UserId user) {
      return self != null && self.equals(user);
    }

    /** Whether they may take it away: it is about them, they made it, or they are an admin. */
    public boolean mayRemove(ScheduleOverride override) {
      return isAdmin() || isSelf(override.user()) || override.author().equals(author);
    }
  }

  /**
   * A schedule as it is typed. Who was in it before may stay, though they have left.
   *
   * @param before what it replaces; null where it is new
   * @throws InvalidInputException for every fault at once
   */
  public Schedule read(OrganizationId organization, JsonNode body, @Nullable Schedule before) {
    Input input = Input.of(body);
    List.of("id", "overrides", "people", "createdAt").forEach(input::node);
    Schedule schedule = Schedule.read(input);
    input.check(
        schedule.team() == null
            || (before != null && schedule.team().equals(before.team()))
            || configuration.item(organization, Team.KIND, schedule.team())
                instanceof Lookup.Found<?>,
        "teamId",
        "It must be the id of a team of this organization.");
    checkPeople(input, body, organization, before == null ? Set.of() : before.people());
    input.finish();
    return before == null ? schedule : schedule.withOverridesOf(before, time.instant());
  }

  private void checkPeople(
      Input input, JsonNode body, OrganizationId organization, Set<UserId> before) {
    JsonNode layers = body.path("layers");
    for (int i = 0; i < layers.size(); i++) {
      JsonNode people = layers.get(i).path("people");
      for (int j = 0; j < people.size(); j++) {
        checkPerson(
            input, people.get(j), "layers[" + i + "].people[" + j + "]", organization, before);
      }
      JsonNode shifts = layers.get(i).path("shifts");
      for (int j = 0; j < shifts.size(); j++) {
        checkPerson(
            input,
            shifts.get(j).path("userId"),
            "layers[" + i + "].shifts[" + j + "].userId",
            organization,
            before);
      }
    }
  }

  /** What is no id at all has been told already. */
  private void checkPerson(
      Input input, JsonNode node, String field, OrganizationId organization, Set<UserId> before) {
    Optional.ofNullable(node.textValue())
        .flatMap(Ids::parse)
        .map(UserId::new)
        .filter(user -> !before.contains(user) && !isMember(organization, user))
        .ifPresent(
            unknown -> input.fault(field, "It must be the id of a member of this organization."));
  }

  private boolean isMember(OrganizationId organization, UserId user) {
    return configuration.person(organization, user) instanceof Lookup.Found<Member>;
  }

  /**
   * Adds an override; where it names nobody who takes the shift, that is who asks.
   *
   * @return the schedule with it at the end of its overrides
   * @throws InvalidInputException for every fault at once
   */
  public CompletionStage<Item<Schedule>> override(
      Item<Schedule> schedule, JsonNode body, Planner by) {
    refuseStrangers(by);
    JsonNode completed = body;
    UserId self = by.self();
    if (self != null && body.isObject() && !body.hasNonNull("userId")) {
      completed = ((ObjectNode) body.deepCopy()).put("userId", self.toString());
    }
    Input input = Input.of(completed);
    ScheduleOverride read = ScheduleOverride.read(input, by.author());
    UserId insteadOf = read.insteadOf();
    input.check(
        isMember(schedule.organization(), read.user()),
        "userId",
        "It must be the id of a member of this organization.");
    input.check(by.isAdmin() || by.isSelf(read.user()), "userId", OWN_ONLY);
    input.check(
        insteadOf == null || schedule.content().people().contains(insteadOf),
        "insteadOfUserId",
        "It must be the id of somebody who is in this schedule.");
    input.check(
        read.until().isAfter(time.instant()),
        "until",
        "It is over already; an override changes what is to come.");
    input.finish();
    return stored(schedule, schedule.content().with(read, time.instant()), by);
  }

  /**
   * Two people exchange their shifts. Fields: {@code first} and {@code second}, a moment in each.
   *
   * @return the schedule with both overrides at the end of its own
   */
  public CompletionStage<Item<Schedule>> swap(Item<Schedule> schedule, JsonNode body, Planner by) {
    refuseStrangers(by);
    Input input = Input.of(body);
    OnCall onCall = new OnCall(schedule.content());
    Shift one = shift(input, "first", onCall);
    Shift other = shift(input, "second", onCall);
    if (one != null && other != null) {
      input.check(
          !Objects.equals(one.user(), other.user()),
          "second",
          "Both shifts are of the same person; name the shifts of two.");
      input.check(
          by.isAdmin() || by.isSelf(one.user()) || by.isSelf(other.user()),
          "first",
          "One of the two shifts must be your own; an admin swaps those of others.");
    }
    input.finish();
    Schedule changed = schedule.content();
    for (ScheduleOverride each :
        ScheduleOverride.swap(
            Objects.requireNonNull(one), Objects.requireNonNull(other), by.author())) {
      changed = changed.with(each, time.instant());
    }
    return stored(schedule, changed, by);
  }

  /** The shift around a moment; null where that is a fault. */
  private @Nullable Shift shift(Input input, String field, OnCall onCall) {
    Optional<String> text = input.optionalText(field, 60);
    if (text.isEmpty()) {
      input.missing(field, "a moment in the shift, such as \"2026-01-05T09:00:00Z\"");
      return null;
    }
    Instant at = parsed(text.get()).orElse(null);
    if (at == null) {
      input.fault(field, "It must be a time such as \"2026-01-05T09:00:00Z\".");
      return null;
    }
    Shift found =
        onCall.wholeShifts(at, at.plusMillis(1)).stream()
            .filter(shift -> !shift.from().isAfter(at) && shift.until().isAfter(at))
            .findFirst()
            .orElse(null);
    input.check(found != null, field, "Nobody is on call then.");
    if (found != null) {
      input.check(found.until().isAfter(time.instant()), field, "This shift is over already.");
    }
    return found;
  }

  /**
   * Takes an override away.
   *
   * @throws ProblemException where there is none, or it is not for this person to decide
   */
  public CompletionStage<Item<Schedule>> remove(
      Item<Schedule> schedule, OverrideId id, Planner by) {
    refuseStrangers(by);
    ScheduleOverride known =
        schedule.content().overrides().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new ProblemException(Problem.notFound()));
    if (!by.mayRemove(known)) {
      throw new ProblemException(
          Problem.forbidden(
              "This override is not yours; who made it, who takes the shift and admins can remove"
                  + " it."));
    }
    return stored(schedule, schedule.content().without(id, time.instant()), by);
  }

  /** A token with a responder's role is nobody who could be on call. */
  private static void refuseStrangers(Planner by) {
    if (!by.isAdmin() && by.self() == null) {
      throw new ProblemException(
          Problem.forbidden(
              "A token is nobody's shift: this needs a session, or an admin's token."));
    }
  }

  private CompletionStage<Item<Schedule>> stored(
      Item<Schedule> before, Schedule after, Planner by) {
    return writer.updateItem(before.with(after), before.revision(), by.author());
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
