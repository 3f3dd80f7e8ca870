package dev.tocsin.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedVerdictsTest {
  private static final Duration FIVE = Duration.ofSeconds(5);

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile Supplier<Optional<String>> store = () -> Optional.of("yes");
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final CachedVerdicts<String, String> verdicts =
      new CachedVerdicts<>(
          key -> {
            asked.incrementAndGet();
            return store.get();
          },
          blocking,
          () -> now);

  @AfterEach
  void close() {
    blocking.shutdownNow();
  }

  private Optional<String> ask() {
    return verdicts.ask("key", FIVE).toCompletableFuture().join();
  }

  /** A store that answers when it is let. */
  private static Supplier<Optional<String>> after(
      CountDownLatch let, Supplier<Optional<String>> answer) {
    return () -> {
      try {
        let.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return answer.get();
    };
  }

  private static Optional<String> away() {
    throw new StoreUnavailableException("away");
  }

  @Test
  void believesAnAnswerForFiveSecondsAndNoLonger() {
    assertThat(ask()).contains("yes");
    store = Optional::empty;
    now = now.plusMillis(4_999);
    assertThat(ask()).contains("yes");
    assertThat(asked).hasValue(1);
    now = now.plusMillis(1);
    assertThat(ask()).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void theAgeCountsFromTheQuestionNotFromTheAnswer() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    store = after(answer, () -> Optional.of("yes"));
    CompletableFuture<Optional<String>> first = verdicts.ask("key", FIVE).toCompletableFuture();
    now = now.plusSeconds(4);
    answer.countDown();
    assertThat(first.join()).contains("yes");
    now = now.plusSeconds(1);
    ask();
    assertThat(asked).hasValue(2);
  }

  @Test
  void asksOnceForManyWhoAskAtOnce() {
    CountDownLatch answer = new CountDownLatch(1);
    store = after(answer, () -> Optional.of("yes"));
    var all =
        java.util.stream.Stream.generate(() -> verdicts.ask("key", FIVE).toCompletableFuture())
            .limit(50)
            .toList();
    answer.countDown();
    assertThat(all).allSatisfy(it -> assertThat(it.join()).contains("yes"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void theLastAnswerStandsWhileTheStoreIsAway() {
    ask();
    store = CachedVerdictsTest::away;
    now = now.plusSeconds(3_600);
    assertThat(ask()).contains("yes");
    store = Optional::empty;
    now = now.plusSeconds(5);
    assertThat(ask()).isEmpty();
  }

  @Test
  void whatWasLearnedStandsWhileTheStoreIsAwayAndNoLonger() {
    verdicts.learn("key", "written");
    store = CachedVerdictsTest::away;
    assertThat(ask()).contains("written");
    store = Optional::empty;
    now = now.plusSeconds(5);
    assertThat(ask()).isEmpty();
    verdicts.learn("key", "written");
    assertThat(ask()).isEmpty();
  }

  @Test
  void nobodyWaitsAnewForAStoreThatIsKnownToBeAway() {
    ask();
    CountDownLatch never = new CountDownLatch(1);
    store = CachedVerdictsTest::away;
    now = now.plusSeconds(10);
    assertThat(ask()).contains("yes");
    store = after(never, CachedVerdictsTest::away);
    now = now.plusMillis(4_999);
    assertThat(verdicts.ask("key", FIVE).toCompletableFuture()).isDone();
    await().atMost(FIVE).untilAsserted(() -> assertThat(asked).hasValue(3));
    never.countDown();
  }

  @Test
  void aStoreThatIsBackIsHeardWithTheNextQuestion() {
    ask();
    store = CachedVerdictsTest::away;
    now = now.plusSeconds(10);
    ask();
    store = Optional::empty;
    ask();
    await().atMost(FIVE).until(() -> ask().isEmpty());
    assertThat(asked).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void afterADoubtTheStoreIsAskedThoughItWasAway() {
    ask();
    store = CachedVerdictsTest::away;
    now = now.plusSeconds(10);
    ask();
    store = Optional::empty;
    verdicts.doubt();
    assertThat(ask()).isEmpty();
  }

  @Test
  void failsWhereTheStoreIsAwayAndNeverSaidAnything() {
    store = CachedVerdictsTest::away;
    assertThat(verdicts.ask("key", FIVE).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void waitsASecondForAStoreThatHangsAndAfterThatNotAtAll() {
    ask();
    CountDownLatch never = new CountDownLatch(1);
    store = after(never, Optional::empty);
    now = now.plusSeconds(10);
    long start = System.nanoTime();
    assertThat(ask()).contains("yes");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    now = now.plusSeconds(2);
    assertThat(verdicts.ask("key", FIVE).toCompletableFuture()).isDone();
    never.countDown();
  }

  @Test
  void doubtHasEverythingAskedForAnewAndForgetsNothing() {
    ask();
    verdicts.doubt();
    ask();
    assertThat(asked).hasValue(2);
    verdicts.doubt();
    store = CachedVerdictsTest::away;
    assertThat(ask()).contains("yes");
  }

  @Test
  void whatIsForgottenDoesNotStand() {
    ask();
    verdicts.forget("key");
    store = CachedVerdictsTest::away;
    assertThat(verdicts.ask("key", FIVE).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
  }
}
