package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.page.AlertView.Ladder;
import dev.tocsin.http.page.AlertView.Next;
import dev.tocsin.http.page.AlertView.Rung;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how an alert has climbed its policy, what comes next, and whether that reaches anybody. */
final class AlertClimb {
  private final AlertNames names;
  private final AlertWords words;

  AlertClimb(AlertNames names) {
    this.names = names;
    this.words = new AlertWords(names);
  }

  /** What comes if nobody answers; null where nothing does. */
  @Nullable Next next(AlertRecord alert, Times times, Visitor reader) {
    Instant next = alert.climb().next();
    if (next == null || alert.state() != AlertState.TRIGGERED) {
      return null;
    }
    Responders.Plan plan = names.plan(alert);
    String left = lasted(times.now(), next);
    List<Step> steps = plan.policy().steps();
    Responders.Reached reached = names.reach(alert, nextTargets(alert, steps), next);
    if (!reached.recipients().isEmpty()) {
      return new Next("Next: " + nextWho(alert, steps) + ", in", next, left, null);
    }
    return new Next(
        "The next step can reach nobody. It is due in",
        next,
        left,
        nobody(alert, plan, reached.missed(), reader));
  }

  /** Where it is for the reader alone to change, they are led to their own ways. */
  private AlertView.Nobody nobody(
      AlertRecord alert, Responders.Plan plan, List<Missed> missed, Visitor reader) {
    String why =
        missed.isEmpty()
            ? "It names nobody."
            : missed.stream()
                .map(each -> words.missed(alert.ref().organization(), each))
                .distinct()
                .collect(Collectors.joining(" "));
    boolean isReader =
        missed.stream()
            .anyMatch(
                each ->
                    each.why() == Missed.Why.NO_CONTACT
                        && each.id().equals(reader.user().id().value()));
    if (isReader) {
      return new AlertView.Nobody(why, ContactPages.HERE, "Say how you are reached");
    }
    return plan.id() != null && Inside.may(reader, Role.ADMIN)
        ? new AlertView.Nobody(why, EscalationPages.HERE + "/" + plan.id(), "Change the policy")
        : new AlertView.Nobody(why, EscalationPages.HERE, "See who is told, and how");
  }

  /** Of the step that is due next. */
  private static List<Target> nextTargets(AlertRecord alert, List<Step> steps) {
    UserId assignee = alert.climb().assignee();
    if (assignee != null) {
      return List.of(new Target(Target.Type.USER, assignee.value()));
    }
    int step = alert.climb().step() < steps.size() ? alert.climb().step() : 0;
    return steps.isEmpty() ? List.of() : steps.get(step).targets();
  }

  private String nextWho(AlertRecord alert, List<Step> steps) {
    UserId assignee = alert.climb().assignee();
    if (assignee != null) {
      return words.person(alert, assignee);
    }
    int step = alert.climb().step() < steps.size() ? alert.climb().step() : 0;
    return steps.isEmpty()
        ? "nobody"
        : words.targets(alert.ref().organization(), steps.get(step).targets());
  }

  /** The steps that were run, and those to come. */
  Ladder ladder(AlertRecord alert, AlertTimeline timeline, Times times) {
    Responders.Plan plan = names.plan(alert);
    EscalationPolicy policy = plan.policy();
    List<Rung> rungs = new ArrayList<>();
    AlertEvent.Climbed last = null;
    for (AlertEvent event : alert.history()) {
      if (event instanceof AlertEvent.Climbed climbed) {
        last = climbed;
        rungs.add(
            new Rung(
                "done",
                AlertTimeline.label(climbed),
                times.toTheSecond(climbed.at()),
                null,
                timeline.who(climbed.messages()),
                timeline.missed(climbed.missed())));
      }
    }
    if (last != null && ShownAlerts.isUnanswered(alert)) {
      Rung done = rungs.removeLast();
      rungs.add(new Rung("now", done.label(), done.at(), null, done.who(), done.more()));
    }
    if (alert.state() == AlertState.TRIGGERED && alert.climb().next() != null) {
      coming(alert, timeline, policy, rungs, times);
    }
    return new Ladder(policy.name() + repeats(policy.repeat()), rungs);
  }

  /** The step that is due next, and those of its round after it. */
  private void coming(
      AlertRecord alert,
      AlertTimeline timeline,
      EscalationPolicy policy,
      List<Rung> rungs,
      Times times) {
    Instant next = alert.climb().next();
    if (next == null) {
      return;
    }
    List<Step> steps = policy.steps();
    int first = alert.climb().step() < steps.size() ? alert.climb().step() : 0;
    String left = lasted(times.now(), next);
    rungs.add(
        new Rung(
            "next",
            AlertTimeline.label(first, alert.climb().round()),
            left,
            next,
            nextWho(alert, steps),
            timeline.missed(names.reach(alert, nextTargets(alert, steps), next).missed())));
    for (int step = first + 1; alert.climb().assignee() == null && step < steps.size(); step++) {
      rungs.add(
          new Rung(
              "next",
              AlertTimeline.label(step, alert.climb().round()),
              Words.duration(steps.get(step).delay()) + " later",
              null,
              words.targets(alert.ref().organization(), steps.get(step).targets()),
              timeline.missed(names.reach(alert, steps.get(step).targets(), next).missed())));
    }
  }

  private static String repeats(int repeat) {
    return switch (repeat) {
      case 0 -> "";
      case 1 -> ", repeats once";
      case 2 -> ", repeats twice";
      default -> ", repeats " + repeat + " times";
    };
  }

  static String lasted(Instant from, Instant to) {
    Duration lasted = Duration.between(from, to);
    return Words.duration(lasted.isNegative() ? Duration.ZERO : lasted);
  }
}
