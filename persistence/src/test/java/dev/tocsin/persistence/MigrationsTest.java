package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.persistence.testing.Engine;
import dev.tocsin.persistence.testing.RestartablePostgres;
import dev.tocsin.persistence.testing.SharedPostgres;
import dev.tocsin.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {
  @Test
  void knowsHowManyScriptsThereAre() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/db/migration"))) {
      List<Integer> versions =
          scripts
              .map(script -> script.getFileName().toString())
              .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .sorted()
              .toList();
      assertThat(versions).isEqualTo(IntStream.rangeClosed(1, Migrations.NEWEST).boxed().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void areAppliedOnceByManyNodesAtOnce(Engine engine) throws Exception {
    try (TestDatabase test = TestDatabase.createEmpty(engine);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> nodes = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        nodes.add(threads.submit(() -> test.database().migrate()));
      }
      for (Future<?> node : nodes) {
        node.get();
      }
      assertThat(applied(test)).isEqualTo(Migrations.NEWEST);
    }
  }

  /** The process died after a script's last statement, before it was noted as done. */
  @ParameterizedTest
  @EnumSource
  void areDoneAgainWhereTheProcessDiedWithinThem(Engine engine) {
    try (TestDatabase test = TestDatabase.createEmpty(engine)) {
      test.database().migrate();
      for (int version = Migrations.NEWEST; version >= 1; version--) {
        String from = "delete from flyway_schema_history where installed_rank >= ";
        int rank = version;
        test.database().write(handle -> handle.execute(from + rank));
        test.database().migrate();
        assertThat(applied(test)).isEqualTo(Migrations.NEWEST);
      }
    }
  }

  private static int applied(TestDatabase test) {
    return test.database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from flyway_schema_history where version is not null")
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void areOfStatementsThatCanBeDoneAgain() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/db/migration"))) {
      for (Path script : scripts.toList()) {
        assertThat(Files.readString(script))
            .as(script.toString())
            .doesNotContainPattern("(?i)(create (table|index|unique index)|add column) (?!if not)")
            .doesNotContainPattern("(?i)drop (table|index|column) (?!if )");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuseADatabaseThatIsSomethingElse(Engine engine) {
    try (TestDatabase test = TestDatabase.createEmpty(engine)) {
      test.database().write(handle -> handle.execute("create table other (id integer)"));
      assertThatThrownBy(() -> test.database().migrate())
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("cannot be brought up to date");
    }
  }

  @Test
  void sayWhatToCheckWherePostgresLetsNobodyIn(@TempDir Path folder) {
    DatabaseSettings right = SharedPostgres.freshDatabase(folder);
    DatabaseSettings wrong =
        new DatabaseSettings(right.url() + "_not", "postgres", "swordfish", folder);
    try (Database database = Database.open(wrong)) {
      assertThatThrownBy(database::migrate)
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("does not exist")
          .hasMessageEndingWith("Check TOCSIN_DB_URL, TOCSIN_DB_USER and TOCSIN_DB_PASSWORD.")
          .hasMessageNotContaining("swordfish");
    }
  }

  @Test
  void canBeTriedAgainWhilePostgresIsAway(@TempDir Path folder) {
    try (RestartablePostgres postgres = new RestartablePostgres()) {
      postgres.stop();
      try (Database database = Database.open(postgres.settings(folder))) {
        assertThatThrownBy(database::migrate).isInstanceOf(StoreUnavailableException.class);
        assertThat(database.isAway()).isTrue();
        postgres.start();
        database.migrate();
        assertThat(database.isAway()).isFalse();
      }
    }
  }
}
