package dev.tocsin.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.app.Backfill.Past;
import dev.tocsin.app.SampleChecks.Fault;
import dev.tocsin.app.SampleChecks.Kind;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The monitors of a demo: what they really check, and what is made up of the time before. */
final class SampleMonitors {
  /** The status page that one of them looks at. */
  static final String PAGE = "demo";

  /** How often the heartbeat is really sent. */
  static final Duration BEAT = Duration.ofSeconds(20);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LABEL = "sample history before ";
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** Of loopback, where nothing listens: discard has not been served for decades. */
  private static final int NOBODYS_PORT = 9;

  private final Backfill backfill;
  private final OrganizationId organization;
  private final String base;
  private final Instant now;
  private final Instant labelled;
  private final String label;
  private final List<Past> all = new ArrayList<>();
  private final List<ObjectNode> checked = new ArrayList<>();

  /**
   * @param base where the node itself answers
   */
  SampleMonitors(Backfill backfill, OrganizationId organization, String base) {
    this.backfill = backfill;
    this.organization = organization;
    this.base = base;
    this.now = backfill.now().truncatedTo(ChronoUnit.MILLIS);
    this.labelled = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    this.label =
        LABEL
            + DateTimeFormatter.ofPattern("d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(labelled);
    addPages();
    addPorts();
    addHeartbeat();
  }

  /** What is said of a monitor that this has made. */
  static String label(MonitorConfig monitor) {
    return monitor.tags().stream().filter(tag -> tag.startsWith(LABEL)).findFirst().orElse("");
  }

  static boolean isOurs(MonitorConfig monitor) {
    return !label(monitor).isEmpty();
  }

  /** What is really checked, as the API takes it. */
  List<ObjectNode> checked() {
    return List.copyOf(checked);
  }

  /** Blocks; returns them in the order in which they are to be shown. */
  List<MonitorConfig> create() throws InterruptedException {
    var seen = new Backfill.Span(SampleHistory.resultsFrom(now), labelled);
    backfill.create(organization, all, seen, Author.system(organization));
    return all.stream().map(Past::monitor).toList();
  }

  private void addPages() {
    add(
        http("Tocsin itself", "/health/live"),
        checks(Kind.HTTP, 1, 3_000),
        past ->
            past.down(days(61.2), Duration.ofMinutes(4), Fault.UNAVAILABLE)
                .down(days(12.4), Duration.ofMinutes(1), Fault.SILENT)
                .down(days(2.3), Duration.ofMinutes(7), Fault.UNAVAILABLE));
    add(
        http("Sign-in page", "/login"),
        checks(Kind.HTTP, 2, 9_000),
        past ->
            past.down(days(47.3), Duration.ofMinutes(38), Fault.BROKEN)
                .down(days(46.1), Duration.ofMinutes(9), Fault.BROKEN));
    add(
        http("Public status page", "/status/" + PAGE),
        checks(Kind.HTTP, 3, 2_000),
        past -> past.down(days(0.3), Duration.ofMinutes(12), Fault.UNAVAILABLE));
  }

  private void addPorts() {
    add(
        tcp("Tocsin's port", URI.create(base).getHost(), URI.create(base).getPort()),
        checks(Kind.TCP, 4, 400),
        past -> past);
    add(
        tcp("Meant to be down", "127.0.0.1", NOBODYS_PORT),
        checks(Kind.TCP, 6, 800),
        past ->
            past.down(days(80.5), Duration.ofHours(2), Fault.REFUSED)
                .down(days(33.2), Duration.ofMinutes(50), Fault.REFUSED)
                .down(days(4.6), Duration.ofMinutes(25), Fault.REFUSED));
  }

  private void addHeartbeat() {
    ObjectNode job = monitor("Nightly backup", "heartbeat");
    job.remove(List.of("interval", "timeout"));
    job.putObject("heartbeat").put("period", text(PERIOD)).put("grace", text(GRACE));
    add(
        job,
        new SampleChecks(Kind.PING, 5, BEAT, Duration.ZERO, 0),
        past ->
            past.silent(days(20.4), Duration.ofHours(5), PERIOD.plus(GRACE))
                .silent(days(1.4), Duration.ofMinutes(40), PERIOD.plus(GRACE)));
  }

  private static Duration days(double days) {
    return Duration.ofSeconds(Math.round(days * Duration.ofDays(1).toSeconds()));
  }

  private static SampleChecks checks(Kind kind, int seed, double usualMicros) {
    Duration nextWithin = INTERVAL.multipliedBy(2).plus(TIMEOUT);
    return new SampleChecks(kind, seed, INTERVAL, nextWithin, usualMicros);
  }

  private void add(ObjectNode json, SampleChecks checks, UnaryOperator<SampleHistory> outages) {
    ApiParts api = backfill.api();
    String region = api.monitors().region();
    // an id that is of no time: the archive looks for results of before it was made, too
    MonitorId id =
        new MonitorId(Ids.derive(organization.value(), "sample", json.path("name").asText()));
    MonitorConfig monitor =
        new MonitorReader(api.monitors().kinds(), region)
            .read(json, null)
            .monitor(new MonitorRef(organization, id), SampleHistory.begin(now));
    SampleHistory past = outages.apply(new SampleHistory(monitor.ref(), region, checks, now));
    all.add(new Past(monitor, past.events(), past.days(), past::results));
    if (checks.kind() != Kind.PING) {
      checked.add(json);
    }
  }

  private ObjectNode http(String name, String path) {
    ObjectNode json = monitor(name, "http");
    json.putObject("http").put("url", base + path);
    return json;
  }

  private ObjectNode tcp(String name, String host, int port) {
    ObjectNode json = monitor(name, "tcp");
    json.putObject("tcp").put("host", host).put("port", port);
    return json;
  }

  private ObjectNode monitor(String name, String type) {
    ObjectNode json = JSON.createObjectNode().put("name", name).put("type", type);
    json.put("interval", text(INTERVAL)).put("timeout", text(TIMEOUT));
    json.putArray("tags").add(label);
    return json;
  }

  private static String text(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
