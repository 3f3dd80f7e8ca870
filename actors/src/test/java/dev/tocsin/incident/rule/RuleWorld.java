package dev.tocsin.incident.rule;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.MemoryConfigurationStore;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Incidents;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.rule.IncidentRule.Folding;
import dev.tocsin.incident.rule.IncidentRule.Opening;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.incident.rule.IncidentRule.Resolving;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.monitor.Timing;
import dev.tocsin.notify.Severity;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An organization with pages, monitors and rules, whose incidents are kept in a map. */
final class RuleWorld {
  static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  static final Author ANN = Author.user(UserId.create());

  final OrganizationId organization = OrganizationId.create();
  final MutableClock clock = MutableClock.standingAt(START);
  final NodeConfiguration configuration;
  final AlertBoard alerts = new AlertBoard();
  final Table table = new Table();
  final Node node;
  private final MemoryConfigurationStore tables = new MemoryConfigurationStore();
  private final AtomicInteger versions = new AtomicInteger();
  private final List<Node> nodes = new ArrayList<>();

  RuleWorld() {
    tables.createOrganization(organization);
    configuration = new NodeConfiguration(tables, Runnable::run);
    configuration.refresh().toCompletableFuture().join();
    node = node();
  }

  /** A node's boards, which may be behind. */
  final class Node {
    final IncidentBoard incidents = new IncidentBoard();
    final StatusBoard statuses = new StatusBoard();
    final RuleSight sight =
        new RuleSight(
            configuration,
            new Maintenances(configuration),
            new RuleSight.Boards(incidents, statuses, alerts));

    /** The next step, by what this node knows. */
    Optional<Step> next() {
      return sight
          .of(configuration.organizations().getFirst(), Map.of(), Set.of(), clock.instant())
          .stream()
          .flatMap(situation -> Steps.next(situation).stream())
          .findFirst();
    }

    /** Does all that is to be done now. */
    void run() {
      for (int steps = 0; steps < 100; steps++) {
        Optional<Step> step = next();
        if (step.isEmpty()) {
          return;
        }
        incidents.publish(
            table
                .change(step.get().incident(), step.get().change(), step.get().by())
                .toCompletableFuture()
                .join());
      }
      throw new AssertionError("It never ends: " + next());
    }
  }

  Node node() {
    Node another = new Node();
    nodes.add(another);
    return another;
  }

  /** The incidents as their entities have them. */
  final class Table implements Incidents {
    final Map<IncidentRef, IncidentRecord> records = new ConcurrentHashMap<>();
    volatile boolean away;

    /** Whether what is stored is answered for. */
    volatile boolean mute;

    @Override
    public CompletionStage<IncidentRecord> change(
        IncidentRef incident, IncidentChange wanted, Author by) {
      if (away) {
        return CompletableFuture.failedStage(new StoreUnavailableException("away"));
      }
      try {
        IncidentRecord after =
            records.compute(
                incident,
                (ref, known) ->
                    decided(known == null ? IncidentRecord.empty(ref) : known, wanted, by));
        return mute
            ? CompletableFuture.failedStage(new StoreUnavailableException("no answer"))
            : CompletableFuture.completedStage(after);
      } catch (ConflictException refused) {
        return CompletableFuture.failedStage(refused);
      }
    }

    private IncidentRecord decided(IncidentRecord before, IncidentChange wanted, Author by) {
      return switch (before.decide(wanted, by, clock.instant())) {
        case Decision.Accepted(List<IncidentEvent> events) -> {
          IncidentRecord after = before;
          for (IncidentEvent event : events) {
            after = after.apply(event);
          }
          yield after;
        }
        case Decision.Known known -> before;
        case Decision.Refused(String why) -> throw new ConflictException(why);
        case Decision.Unknown unknown -> throw new ConflictException("There is no such incident.");
      };
    }

    /** In the order of their beginnings. */
    List<IncidentRecord> all() {
      return records.values().stream()
          .sorted(Comparator.comparing(record -> record.history().getFirst().at()))
          .toList();
    }

    IncidentRecord only() {
      if (records.size() != 1) {
        throw new AssertionError(records.size() + " incidents: " + records.values());
      }
      return all().getFirst();
    }
  }

  /** A person does something, and every node hears of it. */
  IncidentRecord does(IncidentRef incident, IncidentChange change) {
    IncidentRecord after = table.change(incident, change, ANN).toCompletableFuture().join();
    nodes.forEach(each -> each.incidents.publish(after));
    return after;
  }

  static IncidentChange tell(Phase phase, Instant at, Affected... affected) {
    return new IncidentChange.Tell(
        new Post(UUID.randomUUID(), at, phase, "By hand.", List.of(affected), null));
  }

  void after(Duration time) {
    clock.advance(time);
    node.run();
  }

  void minutes(int count) {
    for (int second = 0; second < count * 60; second += 10) {
      after(Duration.ofSeconds(10));
    }
  }

  MonitorRef monitor(String... tags) {
    MonitorRef ref = new MonitorRef(organization, MonitorId.create());
    tables.createMonitor(
        new MonitorConfig(
            ref, "a monitor", new ManualSpec(), Timing.DEFAULT, List.of(tags), START, 0),
        ANN);
    read();
    is(ref, Status.UP);
    return ref;
  }

  private void read() {
    configuration.refresh().toCompletableFuture().join();
  }

  /** Every node hears that a monitor has a status from now on. */
  void is(MonitorRef monitor, Status status) {
    nodes.forEach(each -> is(each, monitor, status, clock.instant()));
  }

  void is(Node node, MonitorRef monitor, Status status, Instant since) {
    node.statuses.publish(
        new MonitorStatus(
            monitor, status, since, null, null, new StatusVersion(versions.incrementAndGet(), 0)));
  }

  /** The alert that is raised for a monitor. */
  AlertId alert(MonitorRef monitor) {
    AlertRef ref = new AlertRef(organization, AlertId.create());
    AlertRecord raised =
        AlertRecord.empty(ref)
            .apply(
                new AlertEvent.Raised(
                    clock.instant(),
                    null,
                    new AlertSubject(
                        new AlertSource.OfMonitor(monitor.monitor()),
                        "It is down",
                        "",
                        Severity.CRITICAL,
                        Urgency.HIGH,
                        null),
                    clock.instant()));
    alerts.publish(new AlertSight(raised, raised.sequence()));
    return ref.alert();
  }

  StatusPageConfig page(
      String slug, StatusPageConfig.Visibility visibility, Map<String, MonitorRef> components) {
    List<StatusPageConfig.Component> all = new ArrayList<>();
    components.forEach(
        (name, monitor) ->
            all.add(
                new StatusPageConfig.Component(
                    ComponentId.create(), name, "", null, List.of(monitor.monitor()))));
    StatusPageConfig page =
        new StatusPageConfig(
            organization,
            StatusPageId.create(),
            slug,
            "Page " + slug,
            visibility,
            List.of(),
            all,
            START,
            versions.incrementAndGet() + 1_000_000L);
    tables.createPage(page, ANN);
    read();
    return page;
  }

  static ComponentId component(StatusPageConfig page, String name) {
    return page.components().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** A rule while a test makes it. */
  final class Rule {
    String title = "{{components}}: {{state}}";
    String message = "Since {{since}} on {{page}}.";
    String growth = "Also: {{components}}.";
    Duration after = Duration.ofMinutes(2);
    PageState from = PageState.PARTIAL_OUTAGE;
    Opens opens = Opens.PUBLIC;
    Folding folding = Folding.ORGANIZATION;
    boolean resolves = true;
    Duration quietFor = Duration.ofMinutes(2);
    final @Nullable StatusPageId page;
    final List<ComponentId> components;

    private Rule(@Nullable StatusPageId page, List<ComponentId> components) {
      this.page = page;
      this.components = components;
    }

    Item<IncidentRule> save(String name) {
      return item(
          new IncidentRule(
              name,
              new IncidentRule.Scope(page, components),
              new Opening(after, from, opens, folding),
              new IncidentRule.Words(title, message, growth, "Over after {{duration}}."),
              new Resolving(resolves, quietFor)));
    }
  }

  Rule rule(StatusPageConfig page) {
    return new Rule(page.id(), List.of());
  }

  Rule rule(ComponentId... components) {
    return new Rule(null, List.of(components));
  }

  <T extends Content> Item<T> item(T content) {
    Item<T> stored =
        tables.createItem(new Item<>(organization, Ids.create(), content, START, 0), ANN);
    read();
    return stored;
  }

  void remove(Item<?> item) {
    tables.deleteItem(organization, IncidentRule.KIND, item.id(), ANN, clock.instant());
    read();
  }

  /** What an incident says of components now, by their names on a page. */
  static Map<String, PageState> affected(IncidentRecord incident, StatusPageConfig page) {
    Map<String, PageState> affected = new HashMap<>();
    for (Affected each : incident.affected()) {
      page.components().stream()
          .filter(component -> component.id().equals(each.component()))
          .forEach(component -> affected.put(component.name(), each.state()));
    }
    return affected;
  }
}
