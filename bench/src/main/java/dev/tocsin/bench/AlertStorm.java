package dev.tocsin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ten thousand monitors that go down together: how soon all of their alerts are stored, and how
 * soon everybody has been told of each, in bundles. Twenty people have a share of the monitors each
 * and are told by mail; a chat is told of all; both take five messages a minute. Beside them two
 * thousand monitors stay healthy, and are checked in time.
 */
final class AlertStorm implements Main.Benchmark {
  private static final int SHAKY = Integer.getInteger("bench.monitors", 10_000);
  private static final int HEALTHY = Integer.getInteger("bench.healthy", SHAKY / 5);
  private static final int PEOPLE = Integer.getInteger("bench.people", 20);
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration HEALTHY_INTERVAL = Duration.ofSeconds(20);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final AtomicInteger toldInChat = new AtomicInteger();
  private final AtomicInteger chatMessages = new AtomicInteger();
  private final StringBuilder table = new StringBuilder();

  @Override
  public void run() throws Exception {
    Path folder = Installation.folder();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        FleetTarget target = FleetTarget.start(folder.resolve("target"));
        Hook chat = new Hook((path, body) -> hear(body));
        Team team = new Team()) {
      Map<String, String> environment = new HashMap<>(QuietMonitors.environment(postgres));
      environment.putAll(team.environment());
      environment.put("TOCSIN_MANAGEMENT_PORT", "0");
      environment.put("TOCSIN_CLUSTER_PORT", "0");
      try (FleetProcess node = FleetProcess.start(folder.resolve("data"), environment)) {
        Fleet fleet = create(node.signIn(), node.url(), team, chat.url("/chat"), target);
        fleet.write(folder.resolve("fleet"));
        node.awaitRunning(SHAKY + HEALTHY);
        System.out.printf("%d monitors run; all are checked once%n", SHAKY + HEALTHY);
        Thread.sleep(INTERVAL.plusSeconds(15).toMillis());
        team.forget();
        storm(node, target, postgres, team, folder.resolve("fleet"));
      }
    } finally {
      Installation.delete(folder);
    }
    System.out.printf(
        "%n%d monitors down together, %d people by mail and one chat, five messages a minute each;"
            + " %d healthy monitors at %d s beside them%n",
        SHAKY, PEOPLE, HEALTHY, HEALTHY_INTERVAL.toSeconds());
    System.out.println("| figure | found | bound |");
    System.out.println("|---|---|---|");
    System.out.print(table);
  }

  /** Counts what is said in the chat of alerts that are new. */
  private void hear(JsonNode body) {
    chatMessages.incrementAndGet();
    toldInChat.addAndGet(Team.alerts(body.path("text").asText()));
  }

  private Fleet create(Api api, String url, Team team, String chat, FleetTarget target)
      throws Exception {
    team.join(api, url, PEOPLE);
    String channel =
        api.post(
                "/api/v1/channels",
                Api.JSON
                    .createObjectNode()
                    .put("name", "chat")
                    .put("type", "slack")
                    .put("url", chat))
            .get("id")
            .textValue();
    List<String> policies = new ArrayList<>();
    for (int number = 0; number < PEOPLE; number++) {
      policies.add(team.policy(api, number, channel));
    }
    OrganizationId organization =
        new OrganizationId(
            UUID.fromString(api.getOwn("/api/v1/organization").get("id").textValue()));
    List<Future<String>> created = new ArrayList<>();
    List<MonitorRef> monitors = new ArrayList<>();
    try (ExecutorService some = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < SHAKY + HEALTHY; i++) {
        int number = i;
        created.add(
            some.submit(() -> create(api, target, number, policies.get(number % policies.size()))));
      }
      for (Future<String> each : created) {
        monitors.add(new MonitorRef(organization, new MonitorId(UUID.fromString(each.get()))));
      }
    }
    return new Fleet(monitors);
  }

  private static String create(Api api, FleetTarget target, int number, String policy)
      throws Exception {
    boolean isShaky = number < SHAKY;
    ObjectNode monitor =
        Api.JSON
            .createObjectNode()
            .put("name", Fleet.name(number))
            .put("type", "http")
            .put("interval", (isShaky ? INTERVAL : HEALTHY_INTERVAL).toSeconds() + "s")
            .put("timeout", "4s")
            .put("escalationPolicyId", policy);
    monitor.putObject("http").put("url", target.url(number, isShaky, ""));
    return api.post("/api/v1/monitors", monitor).get("id").textValue();
  }

  private void storm(
      FleetProcess node, FleetTarget target, EmbeddedPostgres postgres, Team team, Path fleet)
      throws Exception {
    Duration cpu = node.cpu();
    Instant begin = Instant.now();
    target.goDown();
    String[] times = node.tell("check " + fleet + " 2 " + SHAKY).split(" ");
    Instant first = Instant.ofEpochMilli(Long.parseLong(times[0]));
    Instant last = Instant.ofEpochMilli(Long.parseLong(times[1]));
    Instant stored = Instant.MAX;
    Instant told = Instant.MAX;
    Instant end = begin.plus(PATIENCE);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      while ((stored == Instant.MAX || told == Instant.MAX) && Instant.now().isBefore(end)) {
        if (stored == Instant.MAX && alerts(statement) >= SHAKY) {
          stored = Instant.now();
        }
        if (told == Instant.MAX && allTold(team)) {
          told = Instant.now();
        }
        Thread.sleep(250); // counting is work for the same processors
      }
    }
    double used = node.cpu().minus(cpu).toMillis() / 1e3;
    Thread.sleep(HEALTHY_INTERVAL.toMillis());
    row("confirmed", "all within %.1f s of the first", seconds(first, last), "");
    row("alerts stored", "%s", after(first, stored), met(first, stored));
    row("everybody told", "%s", after(first, told), met(first, told));
    row("mails, chat messages", "%d, %d", team.mails(), chatMessages.get(), "");
    row("CPU of the node", "%.1f s", used, "");
    Duration gap =
        target.longestGap(SHAKY, SHAKY + HEALTHY, begin, told == Instant.MAX ? end : told);
    row(
        "longest time between two checks of a healthy monitor",
        "%.1f s",
        gap.toMillis() / 1e3,
        "%d s: %s"
            .formatted(
                2 * HEALTHY_INTERVAL.toSeconds(),
                gap.compareTo(HEALTHY_INTERVAL.multipliedBy(2)) <= 0 ? "met" : "MISSED"));
  }

  private static long alerts(Statement statement) throws Exception {
    try (ResultSet rows = statement.executeQuery("select count(*) from alert")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Each person of their share, the chat of all. */
  private boolean allTold(Team team) throws Exception {
    if (toldInChat.get() < SHAKY) {
      return false;
    }
    Map<String, Integer> told = team.told();
    for (int number = 0; number < PEOPLE; number++) {
      int share = (SHAKY - number + PEOPLE - 1) / PEOPLE;
      if (told.getOrDefault(Team.address(number), 0) < share) {
        return false;
      }
    }
    return true;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }

  private static String after(Instant first, Instant at) {
    return at == Instant.MAX
        ? "not within " + PATIENCE.toSeconds() + " s"
        : "%.1f s after the first confirmation".formatted(seconds(first, at));
  }

  private static String met(Instant first, Instant at) {
    boolean isMet = at != Instant.MAX && Duration.between(first, at).compareTo(LIMIT) <= 0;
    return LIMIT.toSeconds() + " s: " + (isMet ? "met" : "MISSED");
  }

  /** The last argument is the bound. */
  private void row(String figure, String format, Object... arguments) {
    String line =
        "| %s | %s | %s |%n"
            .formatted(figure, format.formatted(arguments), arguments[arguments.length - 1]);
    table.append(line);
    System.out.print(line);
  }
}
