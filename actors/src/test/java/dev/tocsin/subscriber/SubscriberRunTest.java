package dev.tocsin.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.StoreHealth;
import dev.tocsin.subscriber.Destination.Kind;
import dev.tocsin.subscriber.SubscriberDelivery.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriberRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit kit = ActorTestKit.create();
  private final Box box = new Box();
  private final Map<UUID, Integer> sent = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** Letters in memory. */
  static final class Box implements SubscriberOutbox {
    private final Map<UUID, Outgoing> waiting = new HashMap<>();
    private final Map<UUID, Instant> claimed = new HashMap<>();
    private int takes;

    /** What became of attempts: sent, failed, later. */
    final List<String> written = new CopyOnWriteArrayList<>();

    synchronized void put(int letters) {
      for (int i = 0; i < letters; i++) {
        Outgoing letter =
            SubscriberDeliveryTest.letter(
                new Destination(Kind.EMAIL, "a" + i + "@example.com"), new Outgoing.Matter.Known());
        waiting.put(letter.id(), letter);
      }
    }

    @Override
    public Spread spread(Instant now) {
      return new Spread(0, 0);
    }

    @Override
    public synchronized List<Outgoing> claim(
        Set<Kind> kinds, UUID claim, Instant now, Instant until, int limit) {
      List<Outgoing> taken = new ArrayList<>();
      for (Outgoing each : waiting.values()) {
        if (taken.size() < limit && !claimed.getOrDefault(each.id(), now).isAfter(now)) {
          claimed.put(each.id(), until);
          taken.add(
              new Outgoing(
                  each.id(), claim, 1, each.queuedAt(), each.to(), each.page(), each.matter()));
        }
      }
      takes += taken.isEmpty() ? 0 : 1;
      return taken;
    }

    /** Claims that took any. */
    synchronized int takes() {
      return takes;
    }

    @Override
    public void renew(Collection<UUID> claims, Instant until) {}

    @Override
    public synchronized void release(Collection<Outgoing> letters) {
      letters.forEach(letter -> claimed.remove(letter.id()));
    }

    /** Nobody is to be told any more. */
    synchronized void takeBack() {
      waiting.clear();
    }

    synchronized int free() {
      return (int) waiting.keySet().stream().filter(id -> !claimed.containsKey(id)).count();
    }

    @Override
    public synchronized void sent(Outgoing letter, Instant at) {
      written.add("sent");
      waiting.remove(letter.id());
    }

    @Override
    public synchronized void failed(Outgoing letter, Instant at, String reason) {
      written.add("failed");
      waiting.remove(letter.id());
    }

    @Override
    public synchronized void later(Outgoing letter, Instant nextTry, String reason) {
      written.add("later");
      claimed.put(letter.id(), nextTry);
    }

    @Override
    public Optional<Instant> nextDue(Set<Kind> kinds) {
      return Optional.empty();
    }

    @Override
    public void sweep(Instant now) {}

    synchronized int left() {
      return waiting.size();
    }
  }

  private void run(SubscriberDelivery.Sending sending) {
    run(sending, InstantSource.system());
  }

  private void run(SubscriberDelivery.Sending sending, InstantSource clock) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    SubscriberDelivery delivery =
        new SubscriberDelivery(box, sending, result -> {}, clock, threads);
    kit.spawn(
        SubscriberRun.create(
            new SubscriberRun.Lane("mails", Set.of(Kind.EMAIL), 4),
            () -> delivery,
            new StoreHealth(clock),
            clock));
  }

  @Test
  void sendsAllOfThemOnceAFewAtATime() {
    box.put(1_000);
    run(
        letter -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          sent.merge(letter.id(), 1, Integer::sum);
          return CompletableFuture.supplyAsync(
              () -> {
                underWay.decrementAndGet();
                return new Result.Accepted();
              });
        });
    await().atMost(PATIENCE).until(() -> box.left() == 0);
    assertThat(sent).hasSize(1_000).allSatisfy((id, times) -> assertThat(times).isOne());
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void takesARestWhereNothingGoesOutAtAllAndThenGoesOn() {
    box.put(100);
    AtomicInteger attempts = new AtomicInteger();
    List<Long> begun = new CopyOnWriteArrayList<>();
    run(
        letter -> {
          begun.add(System.nanoTime());
          return CompletableFuture.completedStage(
              attempts.incrementAndGet() <= 4
                  ? new Result.Away("connection refused", null, true)
                  : new Result.Accepted());
        });
    await().atMost(PATIENCE).until(() -> box.left() <= 4);
    assertThat(begun.get(4) - begun.get(3)).isGreaterThan(Duration.ofSeconds(4).toNanos());
  }

  @Test
  void letsGoWhatItHasWhileItRestsSoThatWhatIsTakenBackIsNotSent() {
    box.put(100);
    List<UUID> tried = new CopyOnWriteArrayList<>();
    run(
        letter -> {
          tried.add(letter.id());
          return CompletableFuture.completedStage(
              tried.size() <= 4
                  ? new Result.Away("connection refused", null, true)
                  : new Result.Accepted());
        });
    await().atMost(PATIENCE).until(() -> tried.size() == 4 && box.free() == 96);
    box.takeBack();
    box.put(1);
    await().atMost(PATIENCE).until(() -> box.left() == 0);
    assertThat(tried).hasSize(5);
  }

  @Test
  void sendsNothingMoreOfAClaimThatHasRunOut() {
    box.put(20);
    AtomicReference<Instant> now = new AtomicReference<>(SubscriberDeliveryTest.NOON);
    CompletableFuture<Result> slow = new CompletableFuture<>();
    List<UUID> claims = new CopyOnWriteArrayList<>();
    run(
        letter -> {
          claims.add(letter.claim());
          return slow;
        },
        now::get);
    await().atMost(PATIENCE).until(() -> claims.size() == 4);
    now.updateAndGet(then -> then.plus(SubscriberDelivery.CLAIM).plusSeconds(5));
    await().atMost(PATIENCE).until(() -> box.takes() == 2);
    slow.complete(new Result.Accepted());
    await().atMost(PATIENCE).until(() -> box.left() == 0);
    UUID first = claims.getFirst();
    assertThat(claims.stream().filter(first::equals)).hasSize(4);
  }
}
