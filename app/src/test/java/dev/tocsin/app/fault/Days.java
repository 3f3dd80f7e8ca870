package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import java.time.Duration;
import java.time.Instant;

/** What a monitor's days say of it, beside its outages. */
final class Days {
  private Days() {}

  /** That it was down in them for as long as its outages lasted, to the millisecond. */
  static void tellTheOutages(ApiClient api, String monitor) {
    var outages = api.all("/monitors/" + monitor + "/outages");
    assertThat(outages).noneMatch(outage -> outage.path("endedAt").isNull());
    var down = outages.stream().mapToLong(Days::millis).sum();
    var days = api.all("/monitors/" + monitor + "/rollups?days=2");
    var told = days.stream().mapToDouble(day -> day.path("downtimeSeconds").asDouble()).sum();
    assertThat(Math.round(told * 1_000)).as("downtime of %s in ms", monitor).isEqualTo(down);
    assertThat(days.stream().mapToLong(day -> day.path("checks").asLong()).sum())
        .as("checks of %s", monitor)
        .isPositive();
  }

  private static long millis(JsonNode outage) {
    return Duration.between(
            Instant.parse(outage.path("startedAt").textValue()),
            Instant.parse(outage.path("endedAt").textValue()))
        .toMillis();
  }
}
