package dev.tocsin.http.page;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.Hold;
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
    AlertView.Nobody nobody =
        reached.recipients().isEmpty() ? nobody(alert, plan, reached.missed(), reader) : null;
    Hold hold = names.holding(alert, times.now());
    if (hold != null) {
      String until = words.heldUntil(alert.ref().organization(), hold, times);
      return new Next(
          nobody == null
              ? "Next: " + nextWho(alert, steps) + ", but held back until " + until
              : "The next step can reach nobody, and is held back until " + until,
          null,
          "",
          nobody);
    }
    return nobody == null
        ? new Next("Next: " + nextWho(alert, steps) + ", in", next, left, null)
        : new Next("The next step can reach nobody. It is due in", next, left, nobody);
  }

  /** What keeps the next step from telling anybody, where it is not said to be held already. */
  @Nullable String heldLater(AlertRecord alert, Times times) {
    Hold hold = names.holding(alert, times.now());
    return hold == null
        ? null
        : "The next step is held back until "
            + words.heldUntil(alert.ref().organization(), hold, times);
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
                times.brief(climbed.at()),
                null,
                timeline.who(climbed.messages()),
                (timeline.outcomes(climbed.messages()) + " " + timeline.missed(climbed.missed()))
                    .strip()));
      }
    }
    if (last != null && ShownAlerts.isUnanswered(alert)) {
      Rung done = rungs.removeLast();
      rungs.add(new Rung("now", done.label(), done.at(), null, done.who(), done.more()));
    }
    if (alert.state() == AlertState.TRIGGERED) {
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
    Hold hold = names.holding(alert, times.now());
    Instant due = alert.climb().next();
    if (due == null && hold == null) {
      return;
    }
    Instant next = due == null ? times.now() : due;
    List<Step> steps = policy.steps();
    int first = alert.climb().step() < steps.size() ? alert.climb().step() : 0;
    String missed = timeline.missed(names.reach(alert, nextTargets(alert, steps), next).missed());
    rungs.add(
        new Rung(
            "next",
            AlertTimeline.label(first, alert.climb().round()),
            hold == null ? lasted(times.now(), next) : "held back",
            hold == null ? next : null,
            nextWho(alert, steps),
            hold == null
                ? missed
                : ("Until "
                        + words.heldUntil(alert.ref().organization(), hold, times)
                        + " "
                        + missed)
                    .strip()));
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
