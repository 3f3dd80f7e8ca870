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
import dev.tocsin.probe.tcp.TcpSpec;
import dev.tocsin.probe.tls.TlsSpec;
import dev.tocsin.probe.udp.UdpSpec;
import dev.tocsin.uptime.Uptime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's line in the list.
 *
 * @param place the section it belongs to, {@code out} where the list does not show it
 * @param why null where there is nothing to explain
 * @param uptime of the last 30 days, as in {@code 99.98 %}; null where nothing was observed
 * @param recent null where there are no results, or its monitor did not answer in time
 */
public record MonitorRow(
    String id,
    State state,
    String place,
    String name,
    String address,
    @Nullable String why,
    @Nullable String uptime,
    Since since,
    @Nullable RecentDrawing recent) {

  /**
   * @param style as the style sheet calls it
   */
  public record State(String style, String word) {}

  public record Since(Instant at, String full, String lasted) {}

  /** The sections of the list, in their order. */
  public enum Place {
    ATTENTION("attention", "Needs attention"),
    HOLD("hold", "On hold"),
    UP("up", "Up");

    private final String key;
    private final String title;

    Place(String key, String title) {
      this.key = key;
      this.title = title;
    }

    public String title() {
      return title;
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

  /** Without its results. */
  static MonitorRow of(MonitorConfig monitor, MonitorStatus status, Uptime uptime, Times times) {
    Duration lasted = Duration.between(status.since(), times.now());
    return new MonitorRow(
        monitor.ref().monitor().toString(),
        new State(Words.style(status.status()), Words.word(status.status())),
        Place.of(status.status()).key(),
        monitor.name(),
        address(monitor.spec()),
        status.status() == Status.DOWN || status.status() == Status.DEGRADED
            ? status.cause()
            : null,
        uptime.percent().map(Words::percent).orElse(null),
        new Since(
            status.since(),
            times.full(status.since()),
            Words.duration(lasted.isNegative() ? Duration.ZERO : lasted)),
        null);
  }

  MonitorRow in(String section, @Nullable RecentDrawing results) {
    return new MonitorRow(id, state, section, name, address, why, uptime, since, results);
  }

  /** What is watched, in a few words. */
  static String address(CheckSpec spec) {
    return switch (spec) {
      case HttpSpec http -> address(http);
      case HeartbeatSpec heartbeat -> expected(heartbeat.schedule());
      case ManualSpec manual -> manual.target();
      case TcpSpec tcp -> "tcp " + tcp.endpoint();
      case UdpSpec udp -> "udp " + udp.endpoint();
      case TlsSpec tls -> "tls " + tls.endpoint();
      case CheckSpec other -> other.type() + " " + other.target();
    };
  }

  static String expected(Schedule schedule) {
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
    return url.getRawAuthority() + path; // in which no user can be
  }
}
