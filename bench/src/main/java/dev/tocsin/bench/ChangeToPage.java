package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long it takes from a confirmed result to the changed bytes of the public page, seen from
 * outside: from the moment the target's deciding answer leaves to the first page read that shows
 * it. Every check changes its monitor's state, so 250 monitors at 5 s are 50 changes a second.
 */
final class ChangeToPage implements Main.Benchmark {
  private static final int MONITORS = 250;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Pattern COMPONENT =
      Pattern.compile("<h3>m(\\d+)</h3>.*?data-state=\"(\\w+)\"", Pattern.DOTALL);

  private final AtomicIntegerArray asked = new AtomicIntegerArray(MONITORS);
  private final AtomicLongArray changedAt = new AtomicLongArray(MONITORS);
  private final AtomicIntegerArray downNow = new AtomicIntegerArray(MONITORS);

  @Override
  public void run() throws Exception {
    try (Target target = new Target(this::alternate);
        Installation tocsin =
            Installation.start(Files.createTempDirectory("tocsin-bench"), Map.of())) {
      Api api = tocsin.signIn();
      createPage(api, target);
      System.out.printf("%d monitors at 5 s; warming up for %d s%n", MONITORS, WARM_UP.toSeconds());
      watch(api, WARM_UP, new Samples());
      Samples samples = new Samples();
      Duration cpu = tocsin.cpu();
      long changesBefore = changes();
      watch(api, MEASURED, samples);
      System.out.printf(
          "%.1f changes a second for %d s; seen on the page: %d%n",
          (changes() - changesBefore) / (double) MEASURED.toSeconds(),
          MEASURED.toSeconds(),
          samples.size());
      System.out.printf(
          "confirmed result to changed page: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, worst %.0f ms"
              + " (bound: p99 below 300 ms)%n",
          samples.median(),
          samples.percentile(0.95),
          samples.percentile(0.99),
          samples.percentile(1));
      System.out.printf(
          "CPU: %.0f %% of a core%n",
          100.0 * tocsin.cpu().minus(cpu).toMillis() / MEASURED.toMillis());
    }
  }

  /** Up, down, up, down: each answer is a change, and confirmed by itself. */
  private int alternate(int number) {
    int turn = asked.incrementAndGet(number);
    downNow.set(number, turn % 2 == 0 ? 1 : 0);
    changedAt.set(number, System.nanoTime());
    return turn % 2 == 0 ? 503 : 200;
  }

  private long changes() {
    long sum = 0;
    for (int i = 0; i < MONITORS; i++) {
      sum += asked.get(i);
    }
    return sum;
  }

  private static void createPage(Api api, Target target) throws Exception {
    ObjectNode page =
        Api.JSON
            .createObjectNode()
            .put("slug", "bench")
            .put("name", "Bench")
            .put("visibility", "public");
    String pageId = api.post("/api/v1/status-pages", page).get("id").textValue();
    for (int i = 0; i < MONITORS; i++) {
      String monitor = api.createHttpMonitor("m" + i, target.url(i), "5s", 1);
      ObjectNode component = Api.JSON.createObjectNode().put("name", "m" + i);
      ArrayNode monitors = component.putArray("monitorIds");
      monitors.add(monitor);
      api.post("/api/v1/status-pages/" + pageId + "/components", component);
    }
  }

  /** Reads the page again and again and times each change that it shows. */
  private void watch(Api api, Duration duration, Samples samples) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    long[] seen = new long[MONITORS];
    while (System.nanoTime() < end) {
      String page = api.get("/status/bench");
      long now = System.nanoTime();
      Matcher component = COMPONENT.matcher(page);
      while (component.find()) {
        int number = Integer.parseInt(component.group(1));
        boolean shownDown = component.group(2).equals("down");
        long changed = changedAt.get(number);
        boolean isDown = downNow.get(number) == 1;
        if (shownDown == isDown && changed > seen[number] && changed <= now) {
          if (seen[number] != 0) {
            samples.add((now - changed) / 1e6);
          }
          seen[number] = changed;
        }
      }
      Thread.sleep(5);
    }
  }
}
