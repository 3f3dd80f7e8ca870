package dev.tocsin.http.page;

import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.input.Durations;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.uptime.Uptime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's line in the list.
 *
 * @param place the section it belongs to
 * @param why null where there is nothing to explain
 * @param uptime of the last 30 days, as in {@code 99.98 %}; null where nothing was observed
 * @param sinceText how long it has been so at the time of rendering
 */
public record MonitorRow(
    String id,
    State state,
    Place place,
    String name,
    String address,
    @Nullable String why,
    @Nullable String uptime,
    Since since) {

  /**
   * @param style as the style sheet calls it
   */
  public record State(String style, String word) {}

  public record Since(Instant at, String full, String lasted) {}

  /** The sections of the list, in their order. */
  public enum Place {
    ATTENTION("attention"),
    HOLD("hold"),
    UP("up");

    private final String key;

    Place(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }

    static Place of(Status status) {
      return switch (status) {
        case DOWN, DEGRADED -> ATTENTION;
        case PENDING, PAUSED -> HOLD;
        case UP -> UP;
      };
    }
  }

  static MonitorRow of(MonitorConfig monitor, MonitorStatus status, Uptime uptime, Instant now) {
    Duration lasted = Duration.between(status.since(), now);
    return new MonitorRow(
        monitor.ref().monitor().toString(),
        new State(Words.style(status.status()), Words.word(status.status())),
        Place.of(status.status()),
        monitor.name(),
        address(monitor.spec()),
        status.status() == Status.DOWN || status.status() == Status.DEGRADED
            ? status.cause()
            : null,
        uptime.percent().map(Words::percent).orElse(null),
        new Since(
            status.since(),
            Words.fullTime(status.since()),
            Words.duration(lasted.isNegative() ? Duration.ZERO : lasted)));
  }

  /** What is watched, in a few words. */
  private static String address(CheckSpec spec) {
    return switch (spec) {
      case HttpSpec http -> address(http);
      case HeartbeatSpec heartbeat -> expected(heartbeat.schedule());
      case ManualSpec manual -> manual.target();
      case CheckSpec other -> other.type() + " " + other.target();
    };
  }

  private static String expected(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Period(Duration period) -> "a ping every " + Durations.format(period);
      case Schedule.Cron(String expression, ZoneId zone) ->
          "a ping at " + expression + " (" + zone.getId() + ")";
    };
  }

  /** Without scheme, user, query and fragment: they may hold secrets, and they are long. */
  private static String address(HttpSpec http) {
    URI url = http.request().uri();
    String path = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
    return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + path;
  }
}
