package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.api.Outages;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.api.TestChecks;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.MonitorView.Fact;
import dev.tocsin.input.Durations;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.uptime.Timelines;
import dev.tocsin.uptime.Uptime;
import dev.tocsin.uptime.Uptimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what a monitor's own page shows, from this node's memory, the monitor and the tables. */
public final class MonitorPages {
  private static final Duration PAST = Duration.ofDays(90);
  private static final int MOST_OUTAGES = 10;
  private static final int MOST_PINGS = 20;
  private static final int MOST_CHANGES = 5;

  /** Results come no sooner than that, so there is nothing to look for before. */
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(5);

  private final Parts parts;
  private final Outages outages;
  private final YearReader year;
  private final MonitorChanges changes;
  private final Maintenances maintenances;
  private final DependencyNames names;

  /**
   * What a monitor's page stands on.
   *
   * @param alerts that are open
   * @param region of this installation
   * @param publicUrl what links begin with, without a slash at its end
   * @param past what tells of what was
   * @param blocking runs calls that wait for the store
   */
  public record Parts(
      NodeConfiguration configuration,
      ConfigurationWriter writer,
      StatusBoard board,
      AlertBoard alerts,
      Timelines timelines,
      Monitors entities,
      BulkRuns bulk,
      MonitorViews views,
      CheckKinds kinds,
      TestChecks tests,
      String region,
      String publicUrl,
      PastSources past,
      Executor blocking,
      InstantSource time) {

    /** Where the organization's days begin and end. */
    ZoneId zone(OrganizationId organization) {
      return Times.zone(organization, configuration);
    }

    /** As this reader reads them. */
    Times times(Visitor reader) {
      return Times.of(reader, configuration, time.instant());
    }

    /** One of the reader's organization. */
    Lookup<MonitorConfig> find(Principal reader, String id) {
      return Ids.parse(id)
          .map(known -> new MonitorRef(reader.organization(), new MonitorId(known)))
          .map(configuration::monitor)
          .orElseGet(Lookup.Unknown::new);
    }

    /** How many alerts of the organization nobody has answered. */
    int unanswered(OrganizationId organization) {
      return (int)
          alerts.open(organization).stream()
              .filter(sight -> ShownAlerts.isUnanswered(sight.record()))
              .count();
    }

    /** The alert of a monitor that is not over. */
    Optional<AlertRecord> alert(MonitorRef monitor) {
      AlertSource source = new AlertSource.OfMonitor(monitor.monitor());
      return alerts.open(monitor.organization()).stream()
          .map(AlertSight::record)
          .filter(alert -> alert.state() != AlertState.RESOLVED)
          .filter(alert -> AlertWords.subject(alert).source().equals(source))
          .max(Comparator.comparing(AlertRecord::raisedAt));
    }

    /** So that the next page shows it, whichever node the monitor runs on. */
    CompletionStage<MonitorStatus> published(CompletionStage<MonitorStatus> change) {
      return change.thenApply(
          status -> {
            board.publish(status);
            return status;
          });
    }
  }

  MonitorPages(Parts parts) {
    this.parts = parts;
    this.outages = new Outages(parts.views(), parts.board(), parts.blocking());
    this.year = new YearReader(parts);
    this.changes = new MonitorChanges(parts);
    this.maintenances = new Maintenances(parts.configuration());
    this.names = new DependencyNames(parts.configuration());
  }

  /** What the monitor or the tables do not say now is left out; the rest is there. */
  CompletionStage<MonitorView> view(MonitorConfig monitor, Visitor reader) {
    Times times = parts.times(reader);
    Instant now = times.now();
    CompletionStage<Optional<MonitorDetails>> details =
        Answers.absentWhereAway(parts.entities().details(monitor.ref()));
    CompletionStage<Optional<List<Outage>>> past =
        Answers.absentWhereAway(
            outages.within(monitor.ref(), now.minus(PAST), now, null, MOST_OUTAGES));
    CompletionStage<PastView> before =
        year.read(monitor)
            .thenCombine(
                lastChanges(monitor, reader, times),
                (days, last) -> new PastView(parts.kinds().isChecked(monitor.spec()), days, last));
    return details
        .thenCombine(past, Known::new)
        .thenCombine(
            before,
            (known, longAgo) -> view(monitor, reader.principal().role(), times, known, longAgo));
  }

  private record Known(Optional<MonitorDetails> details, Optional<List<Outage>> outages) {}

  /** Empty where the reader may not see them, or the store does not tell. */
  private CompletionStage<Optional<List<MonitorChanges.Change>>> lastChanges(
      MonitorConfig monitor, Visitor reader, Times times) {
    return MonitorChanges.areFor(reader.principal().role())
        ? Answers.absentWhereAway(
            changes
                .read(monitor.ref(), null, MOST_CHANGES, times)
                .thenApply(MonitorChanges.Page::items))
        : CompletableFuture.completedStage(Optional.empty());
  }

  private MonitorView view(
      MonitorConfig monitor, Role role, Times times, Known known, PastView before) {
    Instant now = times.now();
    MonitorDetails details = known.details().orElse(null);
    Optional<List<Outage>> past = known.outages();
    MonitorStatus status =
        parts
            .board()
            .status(monitor.ref())
            .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
    if (details != null && details.status().version().compareTo(status.version()) > 0) {
      status = details.status();
    }
    Uptimes uptimes = parts.timelines().uptimes(monitor.ref());
    Duration interval = monitor.timing().interval();
    return new MonitorView(
        MonitorRow.of(monitor, status, uptimes.month(), times),
        Words.word(status.status()) + " since",
        times.time(status.since()),
        now,
        Math.max(SHORTEST_REFRESH.toSeconds(), Math.min(interval.toSeconds(), 60)),
        may(monitor, status.status(), role),
        monitor.tags(),
        List.of(
            uptime("24 hours", uptimes.day()),
            uptime("7 days", uptimes.week()),
            uptime("30 days", uptimes.month()),
            uptime("90 days", uptimes.quarter()),
            new MonitorView.UptimeOf(
                before.year().span(), before.year().percent(), before.year().down())),
        details == null || details.results().isEmpty()
            ? null
            : ResultsDrawing.of(details.results()),
        details == null || details.lastCheck() == null
            ? null
            : check(monitor, details.lastCheck(), status.status(), times),
        past.map(all -> all.stream().map(outage -> line(outage, times)).toList()).orElse(null),
        monitor.spec() instanceof HeartbeatSpec spec
            ? pings(monitor, spec, role, details, times)
            : null,
        setUp(monitor, times),
        before,
        parts.alert(monitor.ref()).map(MonitorPages::line).orElse(null),
        maintenances
            .over(monitor, now)
            .map(open -> open.item().name() + ", until " + times.time(open.window().until()))
            .orElse(null));
  }

  private MonitorView.May may(MonitorConfig monitor, Status status, Role role) {
    boolean responds = role.atLeast(Role.RESPONDER);
    boolean paused = status == Status.PAUSED;
    return new MonitorView.May(
        responds && !paused && parts.kinds().isChecked(monitor.spec()),
        responds && !paused,
        responds && paused,
        role.atLeast(Role.ADMIN),
        role.atLeast(Role.ADMIN));
  }

  private static MonitorView.UptimeOf uptime(String span, Uptime uptime) {
    return new MonitorView.UptimeOf(
        span,
        uptime.percent().map(Words::percent).orElse(null),
        uptime.down().isZero() ? null : Words.duration(uptime.down()) + " down");
  }

  private static MonitorView.AlertLine line(AlertRecord alert) {
    boolean isUnanswered = ShownAlerts.isUnanswered(alert);
    return new MonitorView.AlertLine(
        alert.ref().alert().toString(),
        alert.ref().alert().code(),
        isUnanswered
            ? "nobody has answered yet"
            : alert.state() == AlertState.ACKNOWLEDGED
                ? "somebody looks after it"
                : alert.isHeld() ? "held back" : "snoozed");
  }

  private static MonitorView.OutageLine line(Outage outage, Times times) {
    Instant now = times.now();
    Instant ended = outage.endedAt();
    return new MonitorView.OutageLine(
        ended == null,
        times.time(outage.startedAt()),
        outage.startedAt(),
        Words.duration(Duration.between(outage.startedAt(), ended == null ? now : ended)),
        outage.cause());
  }

  static MonitorView.Check check(
      MonitorConfig monitor, CheckResult result, Status status, Times times) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.said("Asked", MonitorRow.address(monitor.spec())));
    if (result.error() != null) {
      facts.add(Fact.of("Found", result.error()));
    }
    Evidence evidence = result.evidence();
    String address = evidence.address();
    if (evidence.httpStatus() != null) {
      facts.add(
          Fact.said(
              "Answered", evidence.httpStatus() + (address == null ? "" : " from " + address)));
    } else if (address != null) {
      facts.add(Fact.said("Connected to", address));
    }
    evidence.redirects().forEach(redirect -> facts.add(Fact.said("Sent on to", redirect)));
    Instant ends = evidence.certificateEnds();
    if (ends != null) {
      facts.add(Fact.of("Certificate", certificate(ends, result.at(), times)));
    }
    evidence.facts().forEach(fact -> facts.add(Fact.said(capital(fact.name()), fact.value())));
    if (!evidence.headers().isEmpty()) {
      facts.add(Fact.said("Headers", String.join("\n", evidence.headers())));
    }
    facts.add(Fact.of("Took", Words.milliseconds(result.phases().total())));
    return new MonitorView.Check(
        title(status, result.outcome()),
        times.time(result.at()),
        phases(result.phases()),
        facts,
        evidence.body());
  }

  /** A check that saw something else than what holds does not explain it. */
  private static String title(Status status, Outcome outcome) {
    if (status == Status.DOWN && outcome == Outcome.DOWN) {
      return "Why it is down";
    }
    return status == Status.DEGRADED && outcome == Outcome.DEGRADED
        ? "Why it is degraded"
        : "The last check";
  }

  private static String certificate(Instant ends, Instant at, Times times) {
    return ends.isBefore(at)
        ? "ended on " + times.full(ends)
        : "valid until "
            + times.full(ends)
            + ", "
            + Words.duration(Duration.between(at, ends))
            + " from the check";
  }

  static List<MonitorView.Phase> phases(Phases phases) {
    List<MonitorView.Phase> all = new ArrayList<>();
    add(all, "dns", "DNS", phases.dns());
    add(all, "connect", "Connect", phases.connect());
    add(all, "tls", "TLS", phases.tls());
    add(all, "wait", "First byte", phases.firstByte());
    add(all, "body", "Body", phases.body());
    return all;
  }

  private static void add(
      List<MonitorView.Phase> all, String style, String name, @Nullable Long micros) {
    if (micros != null) {
      long from = all.isEmpty() ? 0 : all.getLast().from() + all.getLast().micros();
      all.add(new MonitorView.Phase(style, name, from, micros, Words.milliseconds(micros)));
    }
  }

  private MonitorView.Pings pings(
      MonitorConfig monitor,
      HeartbeatSpec spec,
      Role role,
      @Nullable MonitorDetails details,
      Times times) {
    HeartbeatSpec.Keys keys = role.atLeast(Role.ADMIN) ? spec.keys() : null;
    MonitorDetails.Heartbeat heartbeat = details == null ? null : details.heartbeat();
    Instant expected = heartbeat == null ? null : heartbeat.expectedBy();
    return new MonitorView.Pings(
        keys == null
            ? null
            : HeartbeatCalls.of(monitor.ref().monitor(), spec, keys, parts.publicUrl()),
        expected == null ? null : times.time(expected),
        heartbeat == null
            ? List.of()
            : heartbeat.pings().stream().limit(MOST_PINGS).map(ping -> line(ping, times)).toList());
  }

  private static MonitorView.PingLine line(Ping ping, Times times) {
    return new MonitorView.PingLine(
        times.time(ping.at()),
        capital(ping.kind().name().toLowerCase(Locale.ROOT)),
        ping.cause() == null ? ping.body() : ping.cause());
  }

  private List<Fact> setUp(MonitorConfig monitor, Times times) {
    Timing timing = monitor.timing();
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of("Type", monitor.spec().type()));
    if (parts.kinds().isChecked(monitor.spec())) {
      facts.add(
          Fact.of(
              "Every",
              Durations.format(timing.interval())
                  + ", time-out "
                  + Durations.format(timing.timeout())));
      facts.add(Fact.of("Down after", inARow(timing.confirmations(), "failure")));
      facts.add(Fact.of("Up after", inARow(timing.recoveryConfirmations(), "success")));
    }
    if (monitor.spec() instanceof HeartbeatSpec beat) {
      facts.add(Fact.of("Expected", MonitorRow.expected(beat.schedule())));
      facts.add(Fact.of("Grace", Durations.format(beat.grace())));
    }
    if (!monitor.care().parents().isEmpty()) {
      facts.add(
          Fact.of(
              "Depends on",
              monitor.care().parents().stream()
                  .map(id -> names.name(id.toString(), monitor.ref().organization()))
                  .collect(Collectors.joining(", "))));
    }
    facts.add(Fact.of("Watched since", times.full(monitor.createdAt())));
    return facts;
  }

  private static String inARow(int count, String what) {
    String plural = what.endsWith("s") ? what + "es" : what + "s";
    return count == 1 ? "the first " + what : count + " " + plural + " in a row";
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
