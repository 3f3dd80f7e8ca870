package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.persistence.testing.FreePorts;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program killed while alerts climb, at a moment that a seed decides: right after an outage was
 * stored or an alert raised by hand, while a message is on its way, right after it was answered, or
 * at any time between; twice. Everybody who had to be told of what was stored must have been, and
 * no place more than once too often for each kill.
 *
 * <p>Each life has monitors and alerts of its own, and none asks for those of another: what a life
 * left undone, the next one does because it was handed over again, and for no other reason.
 */
final class AlertKillRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration TOLD = Duration.ofSeconds(90);
  private static final int KILLS = 2;

  /**
   * In each life, half of them of monitors and half by hand; those of all lives are few enough to
   * be told of one after the other.
   */
  private static final int ALERTS = 8;

  private static final int LONGEST_LIFE_MILLIS = 4_000;

  private enum Moment {
    /** Whoever set the state, or raised an alert, has the answer, and nobody was told yet. */
    STORED,
    /** The service has the message, and Tocsin never hears of that. */
    WHILE_SENT,
    RIGHT_AFTER,
    ANY
  }

  /**
   * What one run was like.
   *
   * @param alerts that had to be told
   * @param repeated messages that came a second time, at all places
   */
  record Report(long seed, int alerts, int repeated) {}

  private final long seed;
  private final SplittableRandom random;
  private final Map<String, String> environment;

  /** The alerts of outages, and those by hand, that were answered as stored. */
  private final Set<String> stored = Collections.synchronizedSet(new TreeSet<>());

  AlertKillRun(long seed, Path folder) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    environment = new HashMap<>(ApiClient.OWNER);
    environment.put("TOCSIN_PORT", Integer.toString(FreePorts.on("127.0.0.1")));
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.resolve("alerts-" + seed).toString());
  }

  /**
   * @throws AssertionError where anybody was told nothing, or too often, with the seed
   */
  Report run() throws Exception {
    try (var first = new Receiver();
        var second = new Receiver()) {
      for (int kill = 0; kill < KILLS; kill++) {
        live(first, second, kill == 0);
      }
      quiet(first, second);
      try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
        var api = ApiClient.signIn(process.url());
        for (var monitor : api.all("/monitors?status=down")) {
          stored.add(monitor.path("outage").textValue());
        }
        await().atMost(TOLD).untilAsserted(() -> verifyTold(first, second));
        settle(first, second);
        verifyTold(first, second);
        assertThat(process.output()).doesNotContain("ERROR", "Exception");
        return new Report(seed, stored.size(), repeats(first) + repeats(second));
      }
    } catch (AssertionError | ConditionTimeoutException fault) {
      throw new AssertionError("Seed " + seed + ": " + fault.getMessage(), fault);
    }
  }

  private void verifyTold(Receiver first, Receiver second) {
    assertThat(first.triggered().keySet()).as("told by step 1").containsAll(stored);
    assertThat(second.triggered().keySet()).as("told by step 2").containsAll(stored);
    assertThat(repeats(first)).as("repeated by step 1").isLessThanOrEqualTo(KILLS);
    assertThat(repeats(second)).as("repeated by step 2").isLessThanOrEqualTo(KILLS);
  }

  /**
   * Of each alert a place is told once; what is more is a repeat. Where the store took longer than
   * a person may be left waiting, the message says that it may come twice.
   */
  private static int repeats(Receiver receiver) {
    return receiver.triggeredForCertain().values().stream()
        .mapToInt(times -> times.intValue() - 1)
        .sum();
  }

  /** One life: alerts are raised one after the other until the moment comes. */
  private void live(Receiver first, Receiver second, boolean isFirst) throws Exception {
    quiet(first, second);
    try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
      var api = ApiClient.signIn(process.url());
      if (isFirst) {
        configure(api, first, second);
      }
      var monitors = monitors(api);
      Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
      var victim = random.nextBoolean() ? first : second;
      var died = new CountDownLatch(1);
      Runnable kill =
          () -> {
            process.kill();
            died.countDown();
          };
      int nth = 1 + random.nextInt(ALERTS);
      int when = victim.told().size() + nth;
      if (moment == Moment.WHILE_SENT) {
        victim.answer(
            number -> {
              if (number >= when) {
                kill.run();
                return 0;
              }
              return 204;
            });
      } else if (moment == Moment.RIGHT_AFTER) {
        victim.afterwards(
            () -> {
              if (victim.told().size() >= when) {
                kill.run();
              }
            });
      }
      IntConsumer answered =
          number -> {
            if (moment == Moment.STORED && number == nth) {
              kill.run();
            }
          };
      var raising =
          CompletableFuture.runAsync(
              () -> raise(api, monitors, answered), Thread::startVirtualThread);
      if (!died.await(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
        process.kill();
      }
      raising.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void quiet(Receiver first, Receiver second) {
    for (var receiver : List.of(first, second)) {
      receiver.answer(number -> 204);
      receiver.afterwards(() -> {});
    }
  }

  private void configure(ApiClient api, Receiver first, Receiver second) {
    var steps = new LinkedHashMap<String, Receiver>();
    steps.put("0s", first);
    steps.put("1s", second);
    api.escalate(0, steps);
  }

  private static List<String> monitors(ApiClient api) {
    var monitors = new ArrayList<String>();
    for (int number = 0; number < ALERTS / 2; number++) {
      monitors.add(api.manual("by hand " + number));
    }
    return monitors;
  }

  /**
   * Until Tocsin is gone, or all are raised.
   *
   * @param answered is told after each how many were answered
   */
  private void raise(ApiClient api, List<String> monitors, IntConsumer answered) {
    int number = 0;
    try {
      for (var monitor : monitors) {
        var down =
            api.post("/monitors/" + monitor + "/state", ApiClient.object().put("status", "down"));
        if (down.status() == 200) {
          stored.add(down.body().path("outage").textValue());
          answered.accept(++number);
        }
        var raised = api.post("/alerts", ApiClient.object().put("title", "By hand"));
        if (raised.status() == 201) {
          stored.add(raised.body().path("id").textValue());
          answered.accept(++number);
        }
      }
    } catch (UncheckedIOException gone) {
      // the process is dead: what was not answered may be either way
    }
  }

  /** Nothing more comes that should not. */
  private static void settle(Receiver first, Receiver second) {
    var before = new int[] {-1, -1};
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(3))
        .until(
            () -> {
              var same = before[0] == first.told().size() && before[1] == second.told().size();
              before[0] = first.told().size();
              before[1] = second.told().size();
              return same;
            });
  }
}
