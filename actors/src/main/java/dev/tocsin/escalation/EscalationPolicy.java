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
 */
public record EscalationPolicy(
    String name,
    @Nullable UUID team,
    int repeat,
    Duration repeatDelay,
    boolean byDefault,
    @Nullable Duration reminder,
    List<Step> steps)
    implements Content {
  public static final ContentKind<EscalationPolicy> KIND =
      new ContentKind<>("escalation-policy", EscalationPolicy.class, false);

  public EscalationPolicy {
    steps = List.copyOf(steps);
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
    return new EscalationPolicy(name, team, repeat, repeatDelay, false, reminder, steps);
  }
}
