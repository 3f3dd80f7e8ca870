package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class DatabaseTest {
  private final Database database;

  DatabaseTest(TestDatabase test) {
    this.database = test.database();
  }

  @Test
  void migratesTwiceWithoutHarm() {
    database.migrate();
    assertThat(count()).isNotNegative();
  }

  @Test
  void keepsATimeToTheMicrosecondThroughTheHourThatStandsForTwo() {
    List<Instant> times =
        List.of(
            Instant.parse("2025-10-26T00:30:00.123456789Z"),
            Instant.parse("2025-10-26T01:30:00.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.000001Z"));
    for (Instant time : times) {
      UUID id = insert(time);
      Instant read =
          database.read(
              handle ->
                  handle
                      .createQuery("select created_at from organization where id = :id")
                      .bind("id", id)
                      .mapTo(Instant.class)
                      .one());
      assertThat(read).isEqualTo(time.minusNanos(time.getNano() % 1000));
    }
  }

  @Test
  void rollsBackWhatThrows() {
    long before = count();
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      insert(handle, Ids.create(), Instant.EPOCH);
                      throw new ConflictException("no");
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessage("no");
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void saysThatAKeyExists() {
    UUID id = insert(Instant.EPOCH);
    assertThatThrownBy(() -> database.write(handle -> insert(handle, id, Instant.EPOCH)))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void bindsAnAbsentIdAndAnAbsentTime() {
    int rows =
        database.write(
            handle ->
                handle
                    .createUpdate(
                        "update outage set ended_at = :end, id = coalesce(:id, id) where id = :other")
                    .bindByType("end", null, Instant.class)
                    .bindByType("id", null, UUID.class)
                    .bind("other", Ids.create())
                    .execute());
    assertThat(rows).isZero();
  }

  @Test
  void tellsTheTimeThatAllNodesShare() {
    Instant before = Instant.now();
    StoreTime time = database.now();
    assertThat(time.now()).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    assertThat(time.roundTrip()).isPositive().isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void doesATransactionAnewThatCollidedWithAnother() throws Exception {
    UUID one = insert(Instant.EPOCH);
    UUID other = insert(Instant.EPOCH);
    CountDownLatch bothHoldTheirFirst = new CountDownLatch(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> forward = threads.submit(() -> raiseBoth(one, other, bothHoldTheirFirst));
      Future<Integer> backward = threads.submit(() -> raiseBoth(other, one, bothHoldTheirFirst));
      assertThat(forward.get()).isEqualTo(1);
      assertThat(backward.get()).isEqualTo(1);
    }
    assertThat(revision(one)).isEqualTo(2);
    assertThat(revision(other)).isEqualTo(2);
  }

  @Test
  void showsASnapshotTheStoreAtOneMoment() {
    UUID id = insert(Instant.EPOCH);
    List<Long> seen =
        database.snapshot(
            handle -> {
              long first = revision(handle, id);
              CompletableFuture.runAsync(() -> database.write(other -> raise(other, id))).join();
              return List.of(first, revision(handle, id));
            });
    assertThat(seen).containsExactly(0L, 0L);
    assertThat(revision(id)).isEqualTo(1);
  }

  private int raiseBoth(UUID first, UUID second, CountDownLatch bothHoldTheirFirst) {
    return database.write(
        handle -> {
          raise(handle, first);
          bothHoldTheirFirst.countDown();
          try {
            bothHoldTheirFirst.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
          return raise(handle, second);
        });
  }

  private static int raise(Handle handle, UUID id) {
    return handle
        .createUpdate("update organization set revision = revision + 1 where id = :id")
        .bind("id", id)
        .execute();
  }

  private long revision(UUID id) {
    return database.read(handle -> revision(handle, id));
  }

  private static long revision(Handle handle, UUID id) {
    return handle
        .createQuery("select revision from organization where id = :id")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  private UUID insert(Instant createdAt) {
    UUID id = Ids.create();
    database.write(handle -> insert(handle, id, createdAt));
    return id;
  }

  private static int insert(Handle handle, UUID id, Instant createdAt) {
    return handle
        .createUpdate(
            "insert into organization (id, name, created_at) values (:id, :name, :createdAt)")
        .bind("id", id)
        .bind("name", "One")
        .bind("createdAt", createdAt)
        .execute();
  }

  private long count() {
    return database.read(
        handle -> handle.createQuery("select count(*) from organization").mapTo(Long.class).one());
  }
}
