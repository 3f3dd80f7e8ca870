package dev.tocsin.configuration;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import java.util.List;

/**
 * What changed in one organization after a revision.
 *
 * @param revision that this brings a reader to
 * @param people all of them, as they are at that revision
 */
public record ConfigurationChanges(
    Organization organization,
    long revision,
    List<MonitorConfig> monitors,
    List<MonitorId> deletedMonitors,
    List<StatusPageConfig> pages,
    List<StatusPageId> deletedPages,
    ItemChanges items,
    List<Member> people) {}
