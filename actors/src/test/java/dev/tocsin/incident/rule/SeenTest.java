package dev.tocsin.incident.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig.Follows;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeenTest {
  private static final OrganizationId ORGANIZATION = OrganizationId.create();
  private static final Instant BEGAN = Instant.parse("2026-11-20T01:47:00Z");
  private static final Instant LATER = BEGAN.plus(Duration.ofHours(3));

  private static Seen seen(MonitorStatus... all) {
    return new Seen(
        ComponentId.create(), "Labels", "Acme", Follows.SHARE, List.of(all), List.of(all));
  }

  private static MonitorStatus is(Status status, Instant since) {
    return new MonitorStatus(
        new MonitorRef(ORGANIZATION, MonitorId.create()),
        status,
        since,
        null,
        null,
        StatusVersion.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "PENDING", "DOWN", "DEGRADED"})
  void whatNobodyLooksAtAnyMoreHasNotRecoveredThoughTheRestIsUp(Status lost) {
    Seen seen = seen(is(lost, LATER), is(Status.UP, BEGAN.minus(Duration.ofDays(3))));

    assertThat(seen.wellSince(BEGAN)).isEmpty();
  }

  @Test
  void isWellSinceTheLastOfItsMonitorsIs() {
    Seen seen =
        seen(
            is(Status.UP, LATER),
            is(Status.UP, BEGAN.minus(Duration.ofDays(3))),
            is(Status.PAUSED, BEGAN.minus(Duration.ofDays(1))));

    assertThat(seen.wellSince(BEGAN)).contains(LATER);
  }
}
