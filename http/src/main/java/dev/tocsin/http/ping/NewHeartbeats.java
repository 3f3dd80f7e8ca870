package dev.tocsin.http.ping;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Makes the heartbeat that a caller asks for by its first ping. */
final class NewHeartbeats {
  private static final HeartbeatSpec USUAL =
      new HeartbeatSpec(
          new Schedule.Period(Duration.ofDays(1)), Duration.ofHours(1), null, null, null);

  private final ConfigurationWriter writer;
  private final CheckKinds kinds;
  private final InstantSource clock;

  NewHeartbeats(ConfigurationWriter writer, CheckKinds kinds, InstantSource clock) {
    this.writer = writer;
    this.kinds = kinds;
    this.clock = clock;
  }

  /** Two callers at once get the same one, as does one that asks again. */
  CompletionStage<MonitorRef> create(OrganizationId organization, String slug) {
    HeartbeatSpec spec =
        new HeartbeatSpec(USUAL.schedule(), USUAL.grace(), USUAL.maxRunTime(), slug, USUAL.keys());
    MonitorId usual = new MonitorId(Ids.derive(organization.value(), "created-by-ping", slug));
    return create(new MonitorRef(organization, usual), spec)
        .thenCompose(
            made ->
                // one that was made so may be called otherwise by now
                isCalled(slug, made)
                    ? CompletableFuture.completedStage(made)
                    : create(new MonitorRef(organization, MonitorId.create()), spec))
        .exceptionallyCompose(
            failure -> {
              // one of that id was there and is deleted
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              return cause instanceof ConflictException
                  ? create(new MonitorRef(organization, MonitorId.create()), spec)
                  : CompletableFuture.failedStage(failure);
            })
        .thenApply(MonitorConfig::ref);
  }

  private static boolean isCalled(String slug, MonitorConfig made) {
    return made.spec() instanceof HeartbeatSpec spec && PingIndex.slug(made, spec).equals(slug);
  }

  private CompletionStage<MonitorConfig> create(MonitorRef ref, HeartbeatSpec spec) {
    MonitorConfig monitor =
        new MonitorConfig(
            ref,
            spec.target(),
            kinds.issue(spec),
            Timing.DEFAULT,
            List.of(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            0);
    return writer.createMonitor(monitor, Author.system(ref.organization()));
  }
}
