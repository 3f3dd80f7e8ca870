package dev.tocsin.maintenance;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.rollup.DailyRollups;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.TimelineStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What monitors were, without the maintenance that does not count. It goes by what is known of
 * maintenance when it is asked: a day that was rolled up before somebody entered what was done on
 * it stays as it is.
 */
public record CountedDays(TimelineStore events, Maintenances maintenances)
    implements DailyRollups.CountedPast {
  @Override
  public Map<MonitorRef, Timeline> between(OrganizationId organization, Instant from, Instant to) {
    Function<MonitorRef, List<Window>> uncounted = maintenances.uncounted(organization, from, to);
    Map<MonitorRef, Timeline> counted = new HashMap<>();
    events
        .between(organization, from, to)
        .forEach(
            (monitor, told) ->
                counted.put(monitor, told.timeline().without(uncounted.apply(monitor))));
    return counted;
  }
}
