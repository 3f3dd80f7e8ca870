package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.persistence.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program on its embedded database, killed at a moment that a seed decides (in its starts too),
 * while several people change monitors and targets fail and recover; and its next life, which must
 * know all that the first had answered or shown as stored, once and with the same times.
 */
final class KillRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Five seconds of interval, five in which a start spreads its first checks, and a busy CPU. */
  private static final Duration CHECKED_AGAIN = Duration.ofSeconds(20);

  /** What was not acknowledged before the death is handed over again. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  private static final Duration LONGEST_LIFE = Duration.ofSeconds(6);
  private static final Duration LONGEST_START = Duration.ofSeconds(5);
  private static final int PEOPLE = 6;
  private static final int WATCHED = 12;

  /**
   * What one run was like.
   *
   * @param lived from the first change to the kill
   * @param changes that were answered before the kill
   * @param outages of checked targets that were shown as stored before the kill
   * @param checkedAgain from the second life's readiness until every target had been asked
   */
  record Report(long seed, Duration lived, int changes, int outages, Duration checkedAgain) {}

  private final long seed;
  private final Random random;
  private final Map<String, String> environment;
  private final Map<String, String> shown = new TreeMap<>();

  KillRun(long seed, Path folder) {
    this.seed = seed;
    this.random = new Random(seed);
    environment = new HashMap<>(ApiClient.OWNER);
    environment.put("TOCSIN_PORT", Integer.toString(FreePorts.on("127.0.0.1")));
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.resolve("data-" + seed).toString());
  }

  /**
   * @throws AssertionError where anything was lost, doubled or re-dated, with the seed
   */
  Report run() throws Exception {
    try (var targets = new Targets(WATCHED)) {
      var people = new ArrayList<Person>();
      perhapsKilledWhileStarting();
      var lived = live(targets, people);
      perhapsKilledWhileStarting();
      try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
        var ready = System.nanoTime();
        await().atMost(CHECKED_AGAIN).until(() -> targets.allAskedSince(ready));
        verify(ApiClient.signIn(process.url()), people);
        assertThat(process.output()).doesNotContain("ERROR", "Exception");
        return new Report(
            seed,
            lived,
            people.stream().mapToInt(Person::changes).sum(),
            shown.size(),
            targets.longestWaitSince(ready));
      }
    } catch (AssertionError | ConditionTimeoutException fault) {
      throw new AssertionError("Seed " + seed + ": " + fault.getMessage(), fault);
    }
  }

  private void verify(ApiClient api, List<Person> people) {
    for (var person : people) {
      await().atMost(SETTLED).untilAsserted(() -> person.verify(api));
    }
    await().atMost(SETTLED).untilAsserted(() -> verifyShown(api));
  }

  /** Every other time: a start that does not come to its end, on data that is new or not. */
  private void perhapsKilledWhileStarting() throws InterruptedException {
    if (random.nextBoolean()) {
      var life = random.nextLong(LONGEST_START.toMillis());
      try (var process = TocsinProcess.start(environment)) {
        new CountDownLatch(1).await(life, TimeUnit.MILLISECONDS);
        process.kill();
      }
    }
  }

  private Duration live(Targets targets, List<Person> people) throws Exception {
    try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
      var api = ApiClient.signIn(process.url());
      for (int number = 0; number < WATCHED; number++) {
        api.watch("watched " + number, targets.url(number), "5s");
      }
      for (int number = 0; number < PEOPLE; number++) {
        people.add(new Person(api, random.nextLong(), "by hand " + number));
      }
      var begin = System.nanoTime();
      var threads = people.stream().map(person -> Thread.startVirtualThread(person)).toList();
      var life = Duration.ofMillis(1 + random.nextLong(LONGEST_LIFE.toMillis()));
      watch(api, targets, begin + life.toNanos());
      process.kill();
      var lived = Duration.ofNanos(System.nanoTime() - begin);
      for (var thread : threads) {
        assertThat(thread.join(PATIENCE)).isTrue();
      }
      for (var person : people) {
        person.assertThatNothingWasRefused();
      }
      return lived;
    }
  }

  /** Lets targets fail and recover, and remembers which outages are shown as stored. */
  private void watch(ApiClient api, Targets targets, long until) throws InterruptedException {
    var pause = new CountDownLatch(1);
    while (System.nanoTime() - until < 0) {
      targets.answer(random.nextInt(WATCHED), random.nextBoolean() ? 200 : 503);
      for (var monitor : api.all("/monitors?status=down&type=http")) {
        if (monitor.path("stored").asBoolean()) {
          shown.put(
              monitor.path("id").textValue() + " " + monitor.path("outage").textValue(),
              monitor.path("since").textValue());
        }
      }
      var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      pause.await(Math.min(100, left), TimeUnit.MILLISECONDS);
    }
  }

  private void verifyShown(ApiClient api) {
    var stored = new HashMap<String, String>();
    for (var monitor : api.all("/monitors?type=http")) {
      var id = monitor.path("id").textValue();
      var outages = api.all("/monitors/" + id + "/outages");
      for (var outage : outages) {
        stored.put(id + " " + outage.path("id").textValue(), outage.path("startedAt").textValue());
      }
      assertThat(outages)
          .as("outages of %s", monitor)
          .filteredOn(outage -> outage.path("endedAt").isNull())
          .hasSizeLessThanOrEqualTo(1);
    }
    assertThat(stored).containsAllEntriesOf(shown);
  }
}
