package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.probe.CheckQueue;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds of hostile checks at once, on a host each: what they cost the node and the others. */
@Timeout(60)
class HostileCrowdTest {
  private static final int CROWD = 600;
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @Test
  void delaysOthersByASecondAtMost() throws Exception {
    try (Prober prober = new Prober(Trust.ofJvm());
        Site healthy = Site.plain(Site.ok("well"));
        CheckQueue queue =
            new CheckQueue(
                CheckQueue.Limits.of(800, 20),
                () -> false, // whatever else this machine does
                new SimpleMeterRegistry())) {
      // a crowd that nobody knows yet, far more than there are places for quick checks; then one
      // that was met before
      for (String crowd : List.of("unknown", "known")) {
        try (Site hanging = Site.plain(Site::hold)) {
          List<CompletableFuture<CheckResult>> hostile =
              submit(queue, prober, Prober.spec(hanging.url("/"), http -> {}), CROWD, "hostile");
          List<CompletableFuture<CheckResult>> others =
              submit(queue, prober, Prober.spec(healthy.url("/"), http -> {}), 20, crowd);
          long begin = System.nanoTime();
          for (CompletableFuture<CheckResult> other : others) {
            assertThat(other.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.UP);
          }
          long late = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
          // 0.7 s and 0.2 s where nothing else runs; without places of their own it is a time-out
          assertThat(late).as(crowd).isLessThan(3_000);
          await().until(() -> queue.inFlight() == CROWD);
          assertThat(hostile).noneMatch(CompletableFuture::isDone);
        }
        await().until(() -> queue.inFlight() == 0);
      }
    }
  }

  @Test
  void keepsMemoryFlatHoweverMuchTheySend() throws Exception {
    String flood = "X-Filler: " + "y".repeat(1_000) + "\r\n";
    try (Prober prober = new Prober(Trust.ofJvm());
        Site headers = Site.plain(socket -> pour(socket, "HTTP/1.1 200 OK\r\n", flood));
        Site body = Site.plain(socket -> pour(socket, "HTTP/1.1 200 OK\r\n\r\n", flood));
        Site tls = Site.plain(Site::hold)) {
      List<CompletableFuture<CheckResult>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(check(prober, Prober.spec(headers.url("/"), http -> {}), PATIENT));
        results.add(check(prober, Prober.spec(body.url("/"), http -> {}), PATIENT));
        String never = "https://127.0.0.1:" + tls.port() + "/";
        results.add(check(prober, Prober.spec(never, http -> {}), Duration.ofMillis(500)));
      }
      long most = 0;
      while (!results.stream().allMatch(CompletableFuture::isDone)) {
        most = Math.max(most, prober.buffered());
        Thread.onSpinWait();
      }
      assertThat(most).isLessThan(300 * 128 * 1_024);
      prober.assertNothingStays();
    }
  }

  @Test
  void keepsNoMoreOfBodiesThanThereIsRoomFor() throws Exception {
    BodyRoom room = new BodyRoom(1 << 20);
    String large = "x".repeat(900_000);
    Consumer<com.fasterxml.jackson.databind.node.ObjectNode> keyword =
        http -> http.putObject("keyword").put("text", "needle");
    try (Prober prober = new Prober(Trust.ofJvm(), InstantSource.system(), room);
        Site healthy = Site.plain(Site.ok(large + "needle"))) {
      try (Site greedy =
          Site.plain(
              socket -> {
                Site.readRequest(socket);
                Site.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n" + large);
                Site.hold(socket);
              })) {
        CompletableFuture<CheckResult> holding =
            check(prober, Prober.spec(greedy.url("/"), keyword), PATIENT);
        await().until(() -> room.taken() > 800_000);
        CheckResult result = prober.check(healthy.url("/"), keyword);
        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.error()).startsWith("This node has no memory left to keep the answer's");
        assertThat(prober.check(healthy.url("/")).outcome()).isEqualTo(Outcome.UP);
        assertThat(holding).isNotDone();
      }
      await().until(() -> room.taken() == 0);
      assertThat(prober.check(healthy.url("/"), keyword).outcome()).isEqualTo(Outcome.UP);
      assertThat(room.taken()).isZero();
    }
  }

  private static List<CompletableFuture<CheckResult>> submit(
      CheckQueue queue, Prober prober, HttpSpec spec, int number, String host) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                queue
                    .submit(host + i, () -> prober.probe().check(spec, PATIENT))
                    .toCompletableFuture())
        .toList();
  }

  private static CompletableFuture<CheckResult> check(
      Prober prober, HttpSpec spec, Duration timeout) {
    return prober.probe().check(spec, timeout).toCompletableFuture();
  }

  private static void pour(java.net.Socket socket, String start, String more) throws Exception {
    Site.readRequest(socket);
    Site.write(socket, start);
    while (true) {
      Site.write(socket, more);
    }
  }
}
