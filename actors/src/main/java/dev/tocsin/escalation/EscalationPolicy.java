package dev.tocsin.escalation;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an alert climbs until someone answers.
 *
 * @param team that owns it; null for the whole organization's
 * @param repeat how often all steps are gone through again after the last
 * @param repeatDelay from the last step to the next round's beginning, before its first step's own
 *     delay
 * @param byDefault whether alerts without a policy of their own take it; one in an organization
 * @param reminder how long after an alert was resolved by hand it is told of again where its
 *     monitor is still down; null for never
 * @param grouping which of its alerts are told of as one
 */
public record EscalationPolicy(
    String name,
    @Nullable UUID team,
    int repeat,
    Duration repeatDelay,
    boolean byDefault,
    @Nullable Duration reminder,
    Grouping grouping,
    List<Step> steps)
    implements Content {
  public static final ContentKind<EscalationPolicy> KIND =
      new ContentKind<>("escalation-policy", EscalationPolicy.class, false);

  @SuppressWarnings("NullAway") // rows that were written before there was grouping have none
  public EscalationPolicy {
    grouping = grouping == null ? Grouping.USUAL : grouping;
    steps = List.copyOf(steps);
  }

  /** One that groups as is usual. */
  public EscalationPolicy(
      String name,
      @Nullable UUID team,
      int repeat,
      Duration repeatDelay,
      boolean byDefault,
      @Nullable Duration reminder,
      List<Step> steps) {
    this(name, team, repeat, repeatDelay, byDefault, reminder, Grouping.USUAL, steps);
  }

  @Override
  public Set<UUID> references() {
    Set<UUID> ids = new HashSet<>();
    steps.forEach(step -> step.targets().forEach(target -> ids.add(target.id())));
    if (team != null) {
      ids.add(team);
    }
    return ids;
  }

  /** The same for alerts that ask for it by name only. */
  public EscalationPolicy notByDefault() {
    return new EscalationPolicy(name, team, repeat, repeatDelay, false, reminder, grouping, steps);
  }
}
