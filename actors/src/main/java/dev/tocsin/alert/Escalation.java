package dev.tocsin.alert;

import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a policy: pure decisions, which the alert's events keep. */
final class Escalation {
  private final Responders responders;
  private final AlertBoard board;

  Escalation(Responders responders, AlertBoard board) {
    this.responders = responders;
    this.board = board;
  }

  /** When the first step of an alert is due that climbs from {@code from} on. */
  Instant firstDue(AlertRecord record, Instant from) {
    List<Step> steps = plan(record).policy().steps();
    return steps.isEmpty() || record.climb().assignee() != null
        ? from
        : from.plus(steps.getFirst().delay());
  }

  /**
   * Runs the step that is next.
   *
   * @param by who wants it before its time; null where its time has come
   */
  AlertEvent.Climbed climb(AlertRecord record, Instant at, @Nullable Author by) {
    Responders.Plan plan = plan(record);
    Climb now = record.climb();
    List<Step> steps = plan.policy().steps();
    int step = now.step() < steps.size() ? now.step() : 0;
    AlertEvent.Rung rung = new AlertEvent.Rung(now.number() + 1, now.round(), step, plan.id());
    Reach reach = new Reach(record, rung, at);
    if (now.assignee() != null) {
      reach.to(new Target(Target.Type.USER, now.assignee().value()));
      if (reach.isNobody()) {
        // whom nothing reaches cannot have it: the policy goes on
        Climb back = new Climb(rung.number(), rung.round(), 0, at, null, null, now.forced());
        return new AlertEvent.Climbed(at, by, rung, List.of(), reach.missed(), back);
      }
    } else if (step < steps.size()) {
      steps.get(step).targets().forEach(reach::to);
    }
    if (reach.isNobody() && step >= steps.size() - 1 && isToldNobody(record)) {
      reach.toOwners();
    }
    Climb after =
        after(now, rung, plan.policy(), at, reach.isNobody()).forcedBy(now.forced() || by != null);
    return new AlertEvent.Climbed(at, by, rung, reach.messages(), reach.missed(), after);
  }

  /**
   * What follows when nothing holds an alert any more: one that was told of climbs on at once, any
   * other from its first step, as if it were raised now.
   *
   * @param settling how long it may still recover by itself
   */
  AlertEvent.Released release(AlertRecord record, Instant at, Duration settling) {
    Instant due = record.climb().number() == 0 ? firstDue(record, at) : at;
    Instant settled = at.plus(settling);
    return new AlertEvent.Released(
        at, due.isBefore(settled) ? settled : due, record.climb().number());
  }

  /**
   * When an alert that is resolved by hand comes back if its monitor is down still; null where the
   * policy has no such time, and for what no monitor raised.
   */
  @Nullable Instant remindAt(AlertRecord record, Instant resolved) {
    Duration reminder = plan(record).policy().reminder();
    AlertSubject subject = record.subject();
    return reminder == null
            || subject == null
            || !(subject.source() instanceof AlertSource.OfMonitor)
        ? null
        : resolved.plus(reminder);
  }

  /** The last step is as good a time as any to say that no step leads anywhere. */
  private static boolean isToldNobody(AlertRecord record) {
    return record.notifications().stream()
        .noneMatch(each -> each.intended().kind() == Message.Kind.TRIGGERED);
  }

  private Responders.Plan plan(AlertRecord record) {
    AlertSubject subject = record.subject();
    return subject != null && subject.source() instanceof AlertSource.OfPlace(UUID place, var wide)
        ? responders.ofPlace(record.ref().organization(), place)
        : responders.plan(record.ref().organization(), subject == null ? null : subject.policy());
  }

  /** A step that reached nobody is no reason to wait; a whole round of them is. */
  private static Climb after(
      Climb now, AlertEvent.Rung rung, EscalationPolicy policy, Instant at, boolean nobody) {
    int steps = now.assignee() == null ? policy.steps().size() : 1;
    int next = rung.step() + 1;
    if (next < steps) {
      Instant due = nobody ? at : at.plus(policy.steps().get(next).delay());
      return new Climb(rung.number(), rung.round(), next, due, now.assignee());
    }
    if (rung.round() < policy.repeat()) {
      Instant due = at.plus(policy.repeatDelay());
      Instant first =
          steps == 0 || now.assignee() != null ? due : due.plus(policy.steps().getFirst().delay());
      return new Climb(rung.number(), rung.round() + 1, 0, first, now.assignee());
    }
    return new Climb(rung.number(), rung.round(), 0, null, now.assignee());
  }

  /** Whom one step tells, each place once. */
  private final class Reach {
    private final AlertRecord record;
    private final AlertEvent.Rung rung;
    private final Instant at;
    private final Map<UUID, Intended> messages = new LinkedHashMap<>();
    private final List<Missed> missed = new ArrayList<>();

    Reach(AlertRecord record, AlertEvent.Rung rung, Instant at) {
      this.record = record;
      this.rung = rung;
      this.at = at;
    }

    void to(Target target) {
      AlertSubject subject = record.subject();
      Responders.Reached reached =
          responders.reach(
              record.ref().organization(),
              target,
              subject == null ? Urgency.HIGH : subject.urgency(),
              at,
              person -> board.lastTold(record.ref().organization(), person));
      reached.recipients().forEach(this::add);
      missed.addAll(reached.missed());
    }

    /** They answer for the organization: somebody must know. */
    void toOwners() {
      AlertSubject subject = record.subject();
      responders
          .owners(record.ref().organization(), subject == null ? Urgency.HIGH : subject.urgency())
          .recipients()
          .forEach(this::add);
    }

    private void add(Responders.Recipient recipient) {
      if (isDead(recipient.endpoint())) {
        UserId person = recipient.person();
        Target.Type type = person == null ? Target.Type.CHANNEL : Target.Type.USER;
        UUID whom = person == null ? recipient.endpoint() : person.value();
        missed.add(new Missed(type, whom, Missed.Why.NOT_DELIVERING));
        return;
      }
      Intended message =
          Intended.of(
              record.ref(),
              Message.Kind.TRIGGERED,
              occasion(recipient),
              recipient.endpoint(),
              recipient.person(),
              at.plus(recipient.delay()),
              recipient.closes());
      messages.putIfAbsent(message.id(), message);
    }

    /** That nothing arrives at a place is not told there. */
    private boolean isDead(UUID endpoint) {
      AlertSubject subject = record.subject();
      return subject != null
          && subject.source() instanceof AlertSource.OfPlace(UUID place, boolean wide)
          && (place.equals(endpoint)
              || wide && responders.isSameAccount(record.ref().organization(), place, endpoint));
    }

    /** A person's rules may tell the same place twice, at once and again after some minutes. */
    private String occasion(Responders.Recipient recipient) {
      return rung.number() + "+" + recipient.delay().toSeconds();
    }

    boolean isNobody() {
      return messages.isEmpty();
    }

    List<Intended> messages() {
      return List.copyOf(messages.values());
    }

    List<Missed> missed() {
      return missed.stream().distinct().toList();
    }
  }

  /**
   * What follows where a message arrived after all: somebody had answered while it was on its way,
   * and that place has to know too.
   */
  static List<Intended> afterwards(
      AlertRecord record, Notification told, AlertEntity.Attempted attempted) {
    Intended intended = told.intended();
    boolean arrived = attempted.outcome() instanceof Outcome.Delivered;
    if (!arrived
        || intended.kind() != Message.Kind.TRIGGERED
        || !intended.closes()
        || record.state() == AlertState.TRIGGERED) {
      return List.of();
    }
    Message.Kind kind =
        record.state() == AlertState.RESOLVED ? Message.Kind.RESOLVED : Message.Kind.ACKNOWLEDGED;
    boolean known =
        record.notifications().stream()
            .anyMatch(
                each ->
                    each.intended().kind() == kind
                        && each.intended().endpoint().equals(intended.endpoint()));
    return known || (kind == Message.Kind.ACKNOWLEDGED && intended.person() != null)
        ? List.of()
        : List.of(
            Intended.of(
                record.ref(),
                kind,
                "late",
                intended.endpoint(),
                intended.person(),
                attempted.at(),
                true));
  }

  /**
   * Who is told that the alert was answered or is over: each place that was told of it, or may have
   * been, once.
   *
   * @param channelsOnly whether people are left out
   */
  static List<Intended> closing(
      AlertRecord record, Message.Kind kind, Instant at, boolean channelsOnly) {
    Map<UUID, Intended> messages = new LinkedHashMap<>();
    for (Notification told : record.notifications()) {
      Intended intended = told.intended();
      UserId person = intended.person();
      boolean wasTold =
          intended.kind() == Message.Kind.TRIGGERED
              && (told.attempts() > 0 || told.progress() == Notification.Progress.DELIVERED);
      if (wasTold && intended.closes() && !(channelsOnly && person != null)) {
        messages.putIfAbsent(
            intended.endpoint(),
            Intended.of(
                record.ref(),
                kind,
                Long.toString(record.sequence()),
                intended.endpoint(),
                person,
                at,
                true));
      }
    }
    return List.copyOf(messages.values());
  }
}
