package dev.tocsin.http.page;

import dev.tocsin.history.ResultHistory;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.tenancy.TenancyStore;

/**
 * What tells of a monitor's past: its results, its days, and who changed it.
 *
 * @param tenancy for the audit log, and the names of those in it
 */
public record PastSources(ResultHistory results, MonitorRollups days, TenancyStore tenancy) {}
