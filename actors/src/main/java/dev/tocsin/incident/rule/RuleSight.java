package dev.tocsin.incident.rule;

import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an organization's rules see, from this node's memory.
 *
 * @param boards of incidents, statuses and alerts, as this node holds them
 */
public record RuleSight(NodeConfiguration configuration, Maintenances maintenances, Boards boards) {
  public record Boards(IncidentBoard incidents, StatusBoard statuses, AlertBoard alerts) {}

  boolean hasRules(OrganizationId organization) {
    return !configuration.items(organization, IncidentRule.KIND).isEmpty();
  }

  /** The monitors of all components that an organization's rules watch. */
  Set<MonitorRef> watched(OrganizationId organization) {
    Set<MonitorRef> monitors = new HashSet<>();
    for (StatusPageConfig page : configuration.pages(organization)) {
      for (Item<IncidentRule> rule : configuration.items(organization, IncidentRule.KIND)) {
        watched(rule.content(), page).stream()
            .flatMap(component -> component.monitors().stream())
            .forEach(monitor -> monitors.add(new MonitorRef(organization, monitor)));
      }
    }
    return monitors;
  }

  boolean hasTrouble(Set<MonitorRef> monitors) {
    return monitors.stream()
        .flatMap(monitor -> boards.statuses().status(monitor).stream())
        .anyMatch(RuleSight::suffers);
  }

  /** Whether an incident goes on that a rule opened. */
  boolean hasOpen(OrganizationId organization) {
    return boards.incidents().known(organization).stream()
        .anyMatch(
            incident ->
                incident.isThere()
                    && incident.endedAt().isEmpty()
                    && incident.origin() instanceof Origin.ByRule);
  }

  private static boolean suffers(MonitorStatus status) {
    return status.status() == Status.DOWN || status.status() == Status.DEGRADED;
  }

  /**
   * One for each fold, those that answer for others first.
   *
   * @param last of each fold, where it is known and too old to be on the board
   */
  List<Situation> of(
      Organization organization,
      Map<Fold, IncidentRecord> last,
      Set<IncidentRef> full,
      Instant now) {
    OrganizationId id = organization.id();
    Map<Fold, Map<Item<IncidentRule>, Set<ComponentId>>> watched = new TreeMap<>(Fold.ORDER);
    Map<Fold, Map<ComponentId, Seen>> seen = new HashMap<>();
    List<Item<IncidentRule>> rules =
        configuration.items(id, IncidentRule.KIND).stream()
            .sorted(Comparator.comparing(Item::id))
            .toList();
    for (StatusPageConfig page : pages(id)) {
      for (Item<IncidentRule> rule : rules) {
        Fold fold = Fold.of(rule.content(), page);
        for (StatusPageConfig.Component component : watched(rule.content(), page)) {
          watched
              .computeIfAbsent(fold, none -> new LinkedHashMap<>())
              .computeIfAbsent(rule, none -> new HashSet<>())
              .add(component.id());
          seen.computeIfAbsent(fold, none -> new LinkedHashMap<>())
              .computeIfAbsent(component.id(), none -> seen(page, component, now));
        }
      }
    }
    Map<MonitorId, List<AlertId>> alerts = alerts(id);
    List<Situation> all = new ArrayList<>();
    watched.forEach(
        (fold, byRule) ->
            all.add(
                new Situation(
                    fold,
                    rules.stream()
                        .filter(byRule::containsKey)
                        .map(rule -> new Situation.Watch(rule, byRule.getOrDefault(rule, Set.of())))
                        .toList(),
                    seen.getOrDefault(fold, Map.of()),
                    incidents(id, last.get(fold)),
                    alerts,
                    full,
                    organization.timeZone(),
                    now)));
    return all;
  }

  private List<StatusPageConfig> pages(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .sorted(Comparator.comparing(StatusPageConfig::slug))
        .toList();
  }

  private static List<StatusPageConfig.Component> watched(
      IncidentRule rule, StatusPageConfig page) {
    return page.components().stream()
        .filter(
            component ->
                page.id().equals(rule.scope().page())
                    || rule.scope().components().contains(component.id()))
        .toList();
  }

  private Seen seen(StatusPageConfig page, StatusPageConfig.Component component, Instant now) {
    List<MonitorStatus> all = new ArrayList<>();
    List<MonitorStatus> counted = new ArrayList<>();
    for (MonitorId monitor : component.monitors()) {
      MonitorRef ref = new MonitorRef(page.organization(), monitor);
      if (configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(var config)) {
        MonitorStatus status =
            boards.statuses().status(ref).orElseGet(() -> MonitorStatus.pending(ref, now));
        all.add(status);
        if (!suffers(status) || maintenances.over(config, now).isEmpty()) {
          counted.add(status);
        }
      }
    }
    return new Seen(
        component.id(), component.name(), page.name(), component.follows(), all, counted);
  }

  private Collection<IncidentRecord> incidents(
      OrganizationId organization, @Nullable IncidentRecord last) {
    List<IncidentRecord> known = boards.incidents().known(organization);
    if (last == null || known.stream().anyMatch(each -> each.ref().equals(last.ref()))) {
      return known;
    }
    List<IncidentRecord> all = new ArrayList<>(known);
    all.add(last);
    return all;
  }

  private Map<MonitorId, List<AlertId>> alerts(OrganizationId organization) {
    Map<MonitorId, List<AlertId>> alerts = new HashMap<>();
    for (AlertSight sight : boards.alerts().open(organization)) {
      AlertSubject subject = sight.record().subject();
      if (subject != null && subject.source() instanceof AlertSource.OfMonitor(MonitorId monitor)) {
        alerts
            .computeIfAbsent(monitor, none -> new ArrayList<>())
            .add(sight.record().ref().alert());
      }
    }
    return alerts;
  }
}
