package dev.tocsin.http.page;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.NotificationRules;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Team;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Channel;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy does, in sentences, and where it leads to nobody now. */
final class PolicyWords {
  private final NodeConfiguration configuration;
  private final Responders responders;
  private final OrganizationId organization;
  private final Instant now;

  PolicyWords(
      NodeConfiguration configuration,
      Responders responders,
      OrganizationId organization,
      Instant now) {
    this.configuration = configuration;
    this.responders = responders;
    this.organization = organization;
    this.now = now;
  }

  List<PolicyStepView> steps(List<Step> steps) {
    List<PolicyStepView> views = new ArrayList<>();
    for (Step step : steps) {
      views.add(
          new PolicyStepView(
              step(views.size(), step.delay(), step.targets()), troubles(step.targets())));
    }
    return views;
  }

  /**
   * {@code At once: Ada, by their rules.}
   *
   * @param delay null where nobody can say it yet
   */
  String step(int index, @Nullable Duration delay, List<Target> targets) {
    String whom =
        targets.isEmpty()
            ? "nobody yet"
            : targets.stream().map(this::words).collect(Collectors.joining("; "));
    return when(index, delay) + ": " + whom + ".";
  }

  private static String when(int index, @Nullable Duration delay) {
    if (delay == null) {
      return "After some time";
    }
    if (delay.isZero()) {
      return index == 0 ? "At once" : "At the same time";
    }
    return index < 2 ? "After " + Words.duration(delay) : Words.duration(delay) + " later";
  }

  /** What comes after the last step. */
  static String end(EscalationPolicy policy) {
    String repeat =
        policy.repeat() == 0
            ? "If nobody answers then, nobody else is told."
            : "If nobody answers, all of it comes again "
                + Words.duration(policy.repeatDelay())
                + " later, "
                + (policy.repeat() == 1 ? "once." : policy.repeat() + " times at most.");
    Duration reminder = policy.reminder();
    return reminder == null
        ? repeat
        : repeat
            + " What was resolved by hand and is still down is told of again after "
            + Words.duration(reminder)
            + ".";
  }

  private String words(Target target) {
    return switch (target.type()) {
      case USER ->
          person(new UserId(target.id()))
              .map(
                  member ->
                      member.user().called()
                          + (hasRules(member) ? ", by their rules" : ", by every way at once"))
              .orElse("somebody who left");
      case TEAM ->
          "team "
              + name(Team.KIND, target.id())
              + (target.pick() == Target.Pick.ALL ? ", everybody" : ", one after the other");
      case SCHEDULE -> "who is on call in " + name(Schedule.KIND, target.id());
      case CHANNEL -> "channel " + name(Channel.KIND, target.id());
    };
  }

  /** Whatever leads to nobody now, a sentence each. */
  List<String> troubles(List<Target> targets) {
    List<String> troubles = new ArrayList<>();
    boolean isReached = targets.isEmpty();
    for (Target target : targets) {
      // all of a team, for the next alert may pick another of them
      Responders.Reached reached =
          responders.reach(
              organization,
              new Target(target.type(), target.id()),
              Urgency.HIGH,
              now,
              user -> Instant.EPOCH);
      isReached |= !reached.recipients().isEmpty();
      reached.missed().stream().map(this::words).forEach(troubles::add);
    }
    if (!isReached) {
      troubles.add("So this step reaches nobody now, and alerts do not wait for it.");
    }
    return troubles.stream().distinct().toList();
  }

  private String words(Missed missed) {
    return switch (missed.type()) {
      case USER ->
          person(new UserId(missed.id()))
              .map(member -> member.user().called() + " has no verified way to be reached.")
              .orElse("Somebody is named who left.");
      case TEAM ->
          missed.why() == Missed.Why.GONE
              ? "A team is named that is gone."
              : "Team " + name(Team.KIND, missed.id()) + " has no people.";
      case SCHEDULE ->
          missed.why() == Missed.Why.GONE
              ? "A schedule is named that is gone."
              : "Nobody is on call in " + name(Schedule.KIND, missed.id()) + " now.";
      case CHANNEL -> "A channel is named that is gone, or of a kind that is switched off here.";
    };
  }

  private boolean hasRules(Member member) {
    return configuration.item(organization, NotificationRules.KIND, member.user().id().value())
            instanceof Lookup.Found<Item<NotificationRules>>(var item)
        && item.content().rules().stream().anyMatch(rule -> rule.urgency() == Urgency.HIGH);
  }

  private Optional<Member> person(UserId user) {
    return configuration.person(organization, user) instanceof Lookup.Found<Member>(var member)
        ? Optional.of(member)
        : Optional.empty();
  }

  private <T extends Content> String name(ContentKind<T> kind, UUID id) {
    return configuration.item(organization, kind, id) instanceof Lookup.Found<Item<T>>(var item)
        ? item.name()
        : "that is gone";
  }
}
