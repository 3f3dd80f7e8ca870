package dev.tocsin.persistence.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class DatabaseLeaseTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Database database;
  private final String name = "lease-" + NUMBER.incrementAndGet();
  private ActorSystem one;
  private ActorSystem other;

  DatabaseLeaseTest(TestDatabase test) {
    this.database = test.database();
  }

  @BeforeEach
  void start() {
    one = LeaseSystems.start(database);
    other = LeaseSystems.start(database);
  }

  @AfterEach
  void stop() {
    one.terminate();
    other.terminate();
  }

  @Test
  void belongsToOneOwnerUntilItIsReleased() throws Exception {
    Lease mine = LeaseSystems.lease(one, name, "one");
    Lease yours = LeaseSystems.lease(other, name, "other");
    assertThat(get(mine.acquire())).isTrue();
    assertThat(get(yours.acquire())).isFalse();
    assertThat(mine.checkLease()).isTrue();
    assertThat(yours.checkLease()).isFalse();
    assertThat(get(mine.acquire())).isTrue();

    assertThat(get(mine.release())).isTrue();
    assertThat(mine.checkLease()).isFalse();
    assertThat(get(yours.acquire())).isTrue();
    assertThat(get(yours.release())).isTrue();
  }

  @Test
  void goesToOneOfManyThatAskAtOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      Lease mine = LeaseSystems.lease(one, name + round, "one");
      Lease yours = LeaseSystems.lease(other, name + round, "other");
      CompletionStage<Boolean> first = mine.acquire();
      CompletionStage<Boolean> second = yours.acquire();
      assertThat(get(first) ^ get(second)).isTrue();
    }
  }

  @Test
  void isHeldFarBeyondItsTimeToLive() throws Exception {
    Lease mine = LeaseSystems.lease(one, name, "one");
    Lease yours = LeaseSystems.lease(other, name, "other");
    assertThat(get(mine.acquire())).isTrue();
    await()
        .pollInterval(Duration.ofMillis(200))
        .during(LeaseSystems.TIME_TO_LIVE.multipliedBy(2))
        .atMost(PATIENCE)
        .until(() -> mine.checkLease() && !get(yours.acquire()));
  }

  @Test
  void passesToAnotherWhenItsOwnerDies() throws Exception {
    Lease mine = LeaseSystems.lease(one, name, "one");
    Lease yours = LeaseSystems.lease(other, name, "other");
    assertThat(get(mine.acquire())).isTrue();
    one.terminate();
    one.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(get(yours.acquire())).isFalse();
    await().atMost(PATIENCE).until(() -> get(yours.acquire()));
    assertThat(mine.checkLease()).isFalse();
  }

  @Test
  void tellsItsOwnerThatAnotherTookIt() throws Exception {
    ConcurrentLinkedQueue<Optional<Throwable>> lost = new ConcurrentLinkedQueue<>();
    Lease mine = LeaseSystems.lease(one, name, "one");
    assertThat(get(mine.acquire(lost::add))).isTrue();
    database.write(
        handle ->
            handle
                .createUpdate("update lease set owner = 'thief' where name = :name")
                .bind("name", name)
                .execute());
    await().atMost(PATIENCE).until(() -> !lost.isEmpty());
    assertThat(lost).containsExactly(Optional.empty());
    assertThat(mine.checkLease()).isFalse();
  }

  private static boolean get(CompletionStage<Boolean> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
