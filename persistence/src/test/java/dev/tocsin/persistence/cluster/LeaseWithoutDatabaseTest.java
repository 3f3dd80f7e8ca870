package dev.tocsin.persistence.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.RestartablePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.coordination.lease.LeaseException;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseWithoutDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private @TempDir Path folder;

  @Test
  void isLostWhenTheDatabaseIsAwayForLongerThanItLives() throws Exception {
    try (RestartablePostgres postgres = new RestartablePostgres();
        Database database = Database.open(postgres.settings(folder))) {
      database.migrate();
      ActorSystem system = LeaseSystems.start(database);
      Lease lease = LeaseSystems.lease(system, "split", "one");
      ConcurrentLinkedQueue<Optional<Throwable>> lost = new ConcurrentLinkedQueue<>();
      assertThat(lease.acquire(lost::add).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();

      postgres.stop();
      await().atMost(PATIENCE).until(() -> !lost.isEmpty());
      assertThat(lost).singleElement().matches(Optional::isPresent);
      assertThat(lease.checkLease()).isFalse();
      assertThatThrownBy(() -> lease.acquire().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(LeaseException.class);

      postgres.start();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> lease.acquire().toCompletableFuture().get(10, TimeUnit.SECONDS));
      assertThat(lease.checkLease()).isTrue();
      system.terminate();
    }
  }
}
