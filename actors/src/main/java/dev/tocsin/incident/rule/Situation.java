package dev.tocsin.incident.rule;

import dev.tocsin.alert.AlertId;
import dev.tocsin.configuration.Item;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.statuspage.ComponentId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is decided by for one {@link Fold}.
 *
 * @param watches of its rules, in the order of their ids
 * @param seen of what those watch, in the order of the pages
 * @param incidents of the organization: that go on, that ended lately, that were removed lately
 * @param alerts that are open, by their monitors
 * @param full incidents that take no more than their end
 * @param zone by whose clocks times are told
 */
record Situation(
    Fold fold,
    List<Watch> watches,
    Map<ComponentId, Seen> seen,
    Collection<IncidentRecord> incidents,
    Map<MonitorId, List<AlertId>> alerts,
    Set<IncidentRef> full,
    ZoneId zone,
    Instant now) {
  /** A rule, and those of its components that are of this fold. */
  record Watch(Item<IncidentRule> rule, Set<ComponentId> components) {}
}
