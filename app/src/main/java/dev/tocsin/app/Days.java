package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.conf.Settings;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.maintenance.CountedDays;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.persistence.rollup.JdbiRollupStore;
import dev.tocsin.persistence.uptime.JdbiTimelineStore;
import dev.tocsin.rollup.DailyRollups;
import dev.tocsin.rollup.LiveRollups;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.rollup.RollupRun;
import dev.tocsin.rollup.RollupStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;

/** What each day was: rolled up by one node of the cluster, told by all. */
final class Days {
  private final DailyRollups daily;
  private final MonitorRollups monitors;
  private final NodeConfiguration configuration;
  private final StoreHealth health;
  private final Executor blocking;

  /**
   * @param archive what it says of days that are over
   * @param results what results say of days that are not
   */
  Days(
      Settings settings,
      Stores stores,
      Knowledge knowledge,
      ResultSummaries archive,
      LiveRollups.Results results,
      StoreHealth health,
      InstantSource clock,
      Executor blocking) {
    this.configuration = knowledge.configuration();
    this.health = health;
    this.blocking = blocking;
    String region = settings.node().region();
    RollupStore table = new JdbiRollupStore(stores.database());
    this.daily =
        new DailyRollups(
            new DailyRollups.Parts(
                new CountedDays(
                    new JdbiTimelineStore(stores.database()),
                    new Maintenances(knowledge.configuration())),
                archive,
                table,
                this::zones,
                clock,
                region,
                settings.rollups().keepFor()));
    this.monitors =
        new MonitorRollups(
            table,
            new LiveRollups(knowledge.timelines()::counted, results, clock, region),
            this::zone,
            clock,
            blocking);
  }

  MonitorRollups monitors() {
    return monitors;
  }

  /** On each clustered system anew. */
  void begin(ActorSystem<?> system) {
    RollupRun.start(system, () -> daily, health, blocking);
  }

  void measure(MeterRegistry registry) {
    Gauge.builder(
            "tocsin.rollups.last.day.age",
            () ->
                daily
                    .lastDaysAge()
                    .map(Duration::toSeconds)
                    .map(Long::doubleValue)
                    .orElse(Double.NaN))
        .description(
            "How long ago the last day ended that is rolled up, on the node that does it; a day and"
                + " some minutes at most where all is well")
        .baseUnit("seconds")
        .register(registry);
  }

  private Map<OrganizationId, ZoneId> zones() {
    return configuration.organizations().stream()
        .collect(Collectors.toMap(Organization::id, Organization::timeZone));
  }

  private ZoneId zone(OrganizationId organization) {
    return configuration.find(organization)
            instanceof Lookup.Found<Organization>(Organization known)
        ? known.timeZone()
        : Organization.USUAL_TIME_ZONE;
  }
}
