package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class InstallationTest {
  private static final Secrets KEY = secrets("the key of this installation");

  private final Database database;

  InstallationTest(TestDatabase test) {
    this.database = test.database();
  }

  @Test
  void isMadeOnceHoweverManyStartAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Installation> start = () -> Installation.of(database, KEY);
      List<Future<Installation>> starts =
          Stream.generate(() -> start).limit(8).map(threads::submit).toList();
      Installation first = Installation.of(database, KEY);
      for (Future<Installation> other : starts) {
        assertThat(other.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void refusesAnotherSecretKey() {
    Installation.of(database, KEY);
    assertThatThrownBy(() -> Installation.of(database, secrets("some other key of some other")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("The secret key (TOCSIN_SECRET_KEY) is not the one that")
        .hasMessageContaining("Start with the key that the other processes have");
  }

  private static Secrets secrets(String key) {
    return new Secrets(key.getBytes(StandardCharsets.UTF_8));
  }
}
