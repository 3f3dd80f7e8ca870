package dev.tocsin.heartbeat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When pings are expected, and what they are known by.
 *
 * @param grace how long after it is due a ping counts as in time
 * @param maxRunTime how long a run may take that said when it began; null for as long as the grace
 * @param slug names it in addresses beside the organization's ping key; null for what its name
 *     makes of itself
 * @param keys null until it is stored for the first time
 */
public record HeartbeatSpec(
    Schedule schedule,
    Duration grace,
    @Nullable Duration maxRunTime,
    @Nullable String slug,
    @Nullable Keys keys)
    implements CheckSpec {

  /** Pings of a longer period are stored before they are answered, whatever they say. */
  private static final Duration SHORT = Duration.ofMinutes(5);

  /**
   * Who knows one of these may ping, and no more.
   *
   * @param ping in the address {@code /ping/...}
   * @param push in the address {@code /api/push/...}
   * @param apiKey bearer of {@code POST /api/heartbeat}
   */
  public record Keys(UUID ping, String push, String apiKey) {
    @Override
    public String toString() {
      return "Keys";
    }
  }

  @Override
  @JsonIgnore
  public String type() {
    return "heartbeat";
  }

  @Override
  @JsonIgnore
  public String target() {
    return slug == null ? "" : slug;
  }

  /** How long a run may take. */
  @JsonIgnore
  public Duration runLimit() {
    return maxRunTime == null ? grace : maxRunTime;
  }

  /** Whether forgetting a ping that says nothing new could cause a false alarm. */
  @JsonIgnore
  public boolean everyPingCounts() {
    return switch (schedule) {
      case Schedule.Period(Duration period) -> period.compareTo(SHORT) > 0;
      case Schedule.Cron cron -> true;
    };
  }

  HeartbeatSpec with(@Nullable Keys known) {
    return new HeartbeatSpec(schedule, grace, maxRunTime, slug, known);
  }
}
