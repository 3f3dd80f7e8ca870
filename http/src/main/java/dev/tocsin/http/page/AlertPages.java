package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Hold;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.page.AlertView.Head;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes what the pages of alerts show, from this node's memory and the tables. */
final class AlertPages {
  private static final int PER_PAGE = 50;

  private final NodeConfiguration configuration;
  private final InstantSource time;
  private final ShownAlerts alerts;
  private final AlertNames names;
  private final AlertWords words;
  private final AlertClimb climb;
  private final MonitorList monitors;

  AlertPages(ApiParts parts, MonitorList monitors) {
    this.configuration = parts.configuration();
    this.time = parts.time();
    this.alerts = new ShownAlerts(parts);
    this.names = new AlertNames(parts);
    this.words = new AlertWords(names);
    this.climb = new AlertClimb(names);
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
        new MonitorRow.Since(since, times.full(since), AlertClimb.lasted(since, times.now())),
        alert.state() == AlertState.TRIGGERED);
  }

  private @Nullable String why(AlertRecord alert, Times times) {
    AlertEvent.Acknowledged acknowledged = AlertWords.acknowledged(alert);
    if (acknowledged != null) {
      return words.who(alert, acknowledged.by(), acknowledged.answer()) + " looks after it.";
    }
    Instant snoozed = alert.standing().snoozedUntil();
    if (snoozed != null) {
      return "Silent until " + times.soon(snoozed) + ".";
    }
    Hold hold = alert.climb().hold();
    if (hold != null && alert.isHeld()) {
      return words.held(alert.ref().organization(), hold, times);
    }
    String later = climb.heldLater(alert, times);
    String detail = AlertWords.subject(alert).detail().lines().findFirst().orElse("").strip();
    if (later != null) {
      return detail.isEmpty() ? later : detail.replaceFirst("\\.?$", ". ") + later;
    }
    return alert.state() == AlertState.RESOLVED || detail.isEmpty() ? null : detail;
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
    AlertMessages messages = new AlertMessages(alert, names, timeline, times, reader.user().id());
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
                    climb.ladder(alert, timeline, times),
                    messages.told(),
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
              snoozed != null
                  ? title + ", and it is silent until " + times.soon(snoozed) + "."
                  : alert.isHeld()
                      ? title + ", and it is held back."
                      : title + ", and nobody has answered yet.";
          case ACKNOWLEDGED ->
              title
                  + ", and "
                  + (acknowledged == null
                      ? "somebody"
                      : words.who(alert, acknowledged.by(), acknowledged.answer()))
                  + " looks after it.";
          case RESOLVED ->
              title
                  + ": over after "
                  + AlertClimb.lasted(alert.raisedAt(), alert.standing().since())
                  + ".";
        };
    return new Head(
        alert.ref().alert().toString(),
        alert.ref().alert().code(),
        AlertWords.state(alert),
        AlertWords.key(subject.severity()),
        sentence,
        subject.detail(),
        held(alert, times),
        grouped(alert),
        climb.next(alert, times, reader));
  }

  private @Nullable String held(AlertRecord alert, Times times) {
    Hold hold = alert.climb().hold();
    return hold == null || !alert.isHeld()
        ? null
        : words.held(alert.ref().organization(), hold, times);
  }

  /** Those that are told of together with this one. */
  private List<AlertView.Choice> grouped(AlertRecord alert) {
    return alerts.grouped(alert.ref()).stream()
        .map(
            each ->
                new AlertView.Choice(
                    each.ref().alert().toString(),
                    each.ref().alert().code() + " " + AlertWords.subject(each).title()))
        .toList();
  }
}
