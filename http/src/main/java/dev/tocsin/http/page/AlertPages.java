package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.page.AlertView.Head;
import dev.tocsin.http.page.AlertView.Ladder;
import dev.tocsin.http.page.AlertView.Next;
import dev.tocsin.http.page.AlertView.Rung;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what the pages of alerts show, from this node's memory and the tables. */
final class AlertPages {
  private static final int PER_PAGE = 50;

  private final NodeConfiguration configuration;
  private final InstantSource time;
  private final ShownAlerts alerts;
  private final AlertNames names;
  private final AlertWords words;
  private final MonitorList monitors;

  AlertPages(ApiParts parts, MonitorList monitors) {
    this.configuration = parts.configuration();
    this.time = parts.time();
    this.alerts = new ShownAlerts(parts);
    this.names = new AlertNames(parts);
    this.words = new AlertWords(names);
    this.monitors = monitors;
  }

  AlertListView.Count count(OrganizationId organization) {
    int unanswered = 0;
    int answered = 0;
    for (AlertSight sight : alerts.open(organization)) {
      if (ShownAlerts.isUnanswered(sight.record())) {
        unanswered++;
      } else if (sight.record().state() != AlertState.RESOLVED) {
        answered++;
      }
    }
    return new AlertListView.Count(unanswered, answered);
  }

  /** What the tables have is left out while they do not answer; what is open is there. */
  CompletionStage<AlertListView> list(Visitor reader, AlertQuery query) {
    OrganizationId organization = reader.principal().organization();
    Times times = Times.of(reader, configuration, time.instant());
    return alerts
        .list(organization, query.question(PER_PAGE))
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof StoreUnavailableException) {
                return new ShownAlerts.Page(List.of(), null, false);
              }
              throw new CompletionException(Answers.cause(failure));
            })
        .thenApply(
            page ->
                new AlertListView(
                    query,
                    times.now(),
                    count(organization),
                    page.items().stream().map(sight -> row(sight.record(), times)).toList(),
                    page.next() == null ? null : query.after(page.next()).address(),
                    page.whole(),
                    monitor(organization, query.monitor())));
  }

  private @Nullable String monitor(OrganizationId organization, @Nullable MonitorId monitor) {
    return monitor == null
        ? null
        : names
            .monitor(new MonitorRef(organization, monitor))
            .map(found -> found.name())
            .orElse("a monitor that is gone");
  }

  private AlertRow row(AlertRecord alert, Times times) {
    AlertSubject subject = AlertWords.subject(alert);
    Instant since = alert.raisedAt();
    return new AlertRow(
        alert.ref().alert().toString(),
        alert.ref().alert().code(),
        AlertWords.state(alert),
        subject.title(),
        AlertWords.key(subject.severity()),
        why(alert, times),
        new MonitorRow.Since(since, times.full(since), lasted(since, times.now())),
        alert.state() == AlertState.TRIGGERED);
  }

  private @Nullable String why(AlertRecord alert, Times times) {
    AlertEvent.Acknowledged acknowledged = AlertWords.acknowledged(alert);
    if (acknowledged != null) {
      return words.who(alert, acknowledged.by()) + " looks after it.";
    }
    Instant snoozed = alert.standing().snoozedUntil();
    if (snoozed != null) {
      return "Silent until " + times.time(snoozed) + ".";
    }
    String detail = AlertWords.subject(alert).detail();
    return alert.state() == AlertState.RESOLVED || detail.isEmpty()
        ? null
        : detail.lines().findFirst().orElse(null);
  }

  /** Empty where there is none; fails where nobody can say so. */
  CompletionStage<Optional<AlertView>> view(Visitor reader, AlertRef ref) {
    return alerts
        .find(ref)
        .thenCompose(
            sight ->
                sight.isEmpty()
                    ? CompletableFuture.completedStage(Optional.empty())
                    : view(reader, sight.get()).thenApply(Optional::of));
  }

  private CompletionStage<AlertView> view(Visitor reader, AlertSight sight) {
    AlertRecord alert = sight.record();
    Times times = Times.of(reader, configuration, time.instant());
    AlertTimeline timeline = new AlertTimeline(alert, names, times);
    boolean responds = reader.principal().role().atLeast(Role.RESPONDER);
    boolean isOver = alert.state() == AlertState.RESOLVED;
    return source(reader, alert)
        .thenApply(
            source ->
                new AlertView(
                    head(alert, times, reader),
                    times.now(),
                    sight.isAllStored(),
                    new AlertView.May(
                        responds && alert.state() == AlertState.TRIGGERED,
                        responds && !isOver,
                        responds),
                    ladder(alert, timeline, times),
                    timeline.told(),
                    timeline.lines(),
                    source.orElse(null),
                    responds && !isOver ? people(alert) : List.of()));
  }

  private CompletionStage<Optional<MonitorRow>> source(Visitor reader, AlertRecord alert) {
    return AlertWords.subject(alert).source() instanceof AlertSource.OfMonitor(var monitor)
            && monitors.row(reader, monitor, ListQuery.of(Map.of()))
                instanceof Lookup.Found<CompletionStage<MonitorRow>>(var row)
        ? row.thenApply(Optional::of)
        : CompletableFuture.completedStage(Optional.empty());
  }

  private List<AlertView.Choice> people(AlertRecord alert) {
    UserId assignee = alert.climb().assignee();
    return configuration.people(alert.ref().organization()).stream()
        .filter(member -> !member.user().id().equals(assignee))
        .map(member -> new AlertView.Choice(member.user().id().toString(), member.user().called()))
        .sorted(Comparator.comparing(AlertView.Choice::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private Head head(AlertRecord alert, Times times, Visitor reader) {
    AlertSubject subject = AlertWords.subject(alert);
    String title = subject.title().replaceFirst("[.!]+$", "");
    Instant snoozed = alert.standing().snoozedUntil();
    AlertEvent.Acknowledged acknowledged = AlertWords.acknowledged(alert);
    String sentence =
        switch (alert.state()) {
          case TRIGGERED ->
              snoozed == null
                  ? title + ", and nobody has answered yet."
                  : title + ", and it is silent until " + times.time(snoozed) + ".";
          case ACKNOWLEDGED ->
              title
                  + ", and "
                  + (acknowledged == null || acknowledged.by() == null
                      ? "somebody"
                      : words.who(alert, acknowledged.by()))
                  + " looks after it.";
          case RESOLVED ->
              title + ": over after " + lasted(alert.raisedAt(), alert.standing().since()) + ".";
        };
    return new Head(
        alert.ref().alert().toString(),
        alert.ref().alert().code(),
        AlertWords.state(alert),
        AlertWords.key(subject.severity()),
        sentence,
        subject.detail(),
        next(alert, times, reader));
  }

  private @Nullable Next next(AlertRecord alert, Times times, Visitor reader) {
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
        "The next step can reach nobody. It is due in", next, left, nobody(alert, plan, reader));
  }

  /** Where it is for the reader alone to change, they are led to their own ways. */
  private AlertView.Nobody nobody(AlertRecord alert, Responders.Plan plan, Visitor reader) {
    List<Target> targets = nextTargets(alert, plan.policy().steps());
    Instant next = alert.climb().next();
    List<Missed> missed =
        names.reach(alert, targets, next == null ? time.instant() : next).missed();
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

  private Ladder ladder(AlertRecord alert, AlertTimeline timeline, Times times) {
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

  private static String lasted(Instant from, Instant to) {
    Duration lasted = Duration.between(from, to);
    return Words.duration(lasted.isNegative() ? Duration.ZERO : lasted);
  }
}
