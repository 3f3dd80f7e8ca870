package dev.tocsin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How long it takes from a confirmed result to the first request to whoever has to be told, seen
 * from outside: from the moment the target's deciding answer leaves to the post that names the
 * monitor. Every monitor is checked once a minute and goes down at its next check, so 3,000 are 50
 * outages a second. All tell one webhook, which has no pace. Then Alertmanager is told of the same
 * alerts at the same distances and tells the same receiver.
 */
final class AlertLatency implements Main.Benchmark {
  private static final int MONITORS = Integer.getInteger("bench.monitors", 3_000);

  /** The first is a young process's. */
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 2);

  private static final Duration INTERVAL =
      Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
  private static final Duration SETTLING = INTERVAL.plusSeconds(15);
  private static final Duration LIMIT = Duration.ofMillis(250);
  private static final int WARM_UP_OF_THE_PEER = 200;
  private static final Pattern MONITOR = Pattern.compile("\\bm(\\d+)\\b");

  private final AtomicLongArray failed = new AtomicLongArray(MONITORS);
  private final AtomicLongArray told = new AtomicLongArray(MONITORS);
  private final StringBuilder table = new StringBuilder();
  private volatile boolean isDown;

  @Override
  public void run() throws Exception {
    Path folder = Installation.folder();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Target target = new Target(this::answer);
        Hook hook = new Hook((path, body) -> hear(body));
        Installation tocsin =
            Installation.start(folder.resolve("data"), QuietMonitors.environment(postgres))) {
      Api api = tocsin.signIn();
      tellAllTo(api, hook.url("/tocsin"));
      create(api, target);
      for (int round = 1; round <= ROUNDS; round++) {
        Thread.sleep(SETTLING.toMillis()); // in which all are checked and found up
        clear();
        Duration cpu = tocsin.cpu();
        isDown = true;
        Thread.sleep(SETTLING.toMillis());
        report("Tocsin, round " + round, tocsin.cpu().minus(cpu));
        isDown = false;
      }
      Thread.sleep(SETTLING.toMillis()); // in which all recover
      peer(folder, hook);
    } finally {
      Installation.delete(folder);
    }
    System.out.printf(
        "%n%d monitors on PostgreSQL at %d s with one confirmation; from the deciding answer (to"
            + " Alertmanager, from its request) to the first post to one webhook without a pace%n",
        MONITORS, INTERVAL.toSeconds());
    System.out.println("| | alerts a second | told | p50 | p99 | most | CPU |");
    System.out.println("|---|---|---|---|---|---|---|");
    System.out.print(table);
  }

  private int answer(int number) {
    if (!isDown) {
      return 200;
    }
    failed.compareAndSet(number, 0, System.nanoTime());
    return 503;
  }

  /** What names the monitor first counts. */
  private void hear(JsonNode body) {
    long now = System.nanoTime();
    for (JsonNode alert : body.path("alerts")) {
      boolean isNew =
          alert.path("state").asText("triggered").equals("triggered")
              && alert.path("status").asText("firing").equals("firing");
      Matcher name =
          MONITOR.matcher(
              alert.path("title").asText() + " " + alert.at("/labels/monitor").asText());
      if (isNew && name.find()) {
        told.compareAndSet(Integer.parseInt(name.group(1)), 0, now);
      }
    }
  }

  private void clear() {
    for (int number = 0; number < MONITORS; number++) {
      failed.set(number, 0);
      told.set(number, 0);
    }
  }

  private static void tellAllTo(Api api, String url) throws Exception {
    String channel =
        api.post(
                "/api/v1/channels",
                Api.JSON
                    .createObjectNode()
                    .put("name", "hook")
                    .put("type", "webhook")
                    .put("url", url))
            .get("id")
            .textValue();
    ObjectNode policy = Api.JSON.createObjectNode().put("name", "everything").put("default", true);
    policy
        .putArray("steps")
        .addObject()
        .put("delay", "0s")
        .putArray("targets")
        .addObject()
        .put("type", "channel")
        .put("id", channel);
    api.post("/api/v1/escalation-policies", policy);
  }

  private static void create(Api api, Target target) throws Exception {
    try (ExecutorService some = Executors.newFixedThreadPool(4)) {
      List<Future<String>> created = new ArrayList<>();
      for (int i = 0; i < MONITORS; i++) {
        int number = i;
        String interval = INTERVAL.toSeconds() + "s";
        created.add(
            some.submit(
                () -> api.createHttpMonitor("m" + number, target.url(number), interval, 1)));
      }
      for (Future<String> each : created) {
        each.get();
      }
    }
    System.out.printf("created %d monitors%n", MONITORS);
  }

  private void report(String who, Duration cpu) {
    Samples latencies = new Samples();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    int down = 0;
    for (int number = 0; number < MONITORS; number++) {
      long since = failed.get(number);
      if (since != 0) {
        down++;
        first = Math.min(first, since);
        last = Math.max(last, since);
        if (told.get(number) != 0) {
          latencies.add((told.get(number) - since) / 1e6);
        }
      }
    }
    double seconds = Math.max(1, last - first) / 1e9;
    boolean isMet =
        latencies.size() == down && latencies.percentile(0.99) < LIMIT.toMillis() && down > 0;
    String line =
        "| %s | %.1f | %d of %d | %.1f ms | %.1f ms (limit %d ms: %s) | %.1f ms | %.0f %% of a core |%n"
            .formatted(
                who,
                down / seconds,
                latencies.size(),
                down,
                latencies.median(),
                latencies.percentile(0.99),
                LIMIT.toMillis(),
                isMet ? "met" : "MISSED",
                latencies.percentile(1),
                100.0 * cpu.toMillis() / SETTLING.toMillis());
    table.append(line);
    System.out.print(line);
  }

  /** At the distances of the last round. */
  private void peer(Path folder, Hook hook) throws Exception {
    long[] times = new long[MONITORS];
    for (int number = 0; number < MONITORS; number++) {
      times[number] = failed.get(number);
    }
    Integer[] order =
        IntStream.range(0, MONITORS)
            .boxed()
            .filter(number -> times[number] != 0)
            .sorted(Comparator.comparingLong(number -> times[number]))
            .toArray(Integer[]::new);
    try (Alertmanager peer = Alertmanager.start(folder, hook.url("/alertmanager"))) {
      for (int warm = 0; warm < WARM_UP_OF_THE_PEER; warm++) {
        peer.raise("warm" + warm).get();
      }
      Thread.sleep(2_000);
      clear();
      Duration cpu = peer.cpu();
      long begin = System.nanoTime();
      for (int number : order) {
        long due = begin + times[number] - times[order[0]];
        LockSupport.parkNanos(due - System.nanoTime());
        failed.set(number, System.nanoTime());
        peer.raise("m" + number);
      }
      Thread.sleep(SETTLING.minus(INTERVAL).toMillis());
      report("Alertmanager", peer.cpu().minus(cpu));
    }
  }
}
