package dev.tocsin.persistence.testing;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A database of its own for one test class, empty at first; closing it removes it. */
public final class TestDatabase implements AutoCloseable {
  private final Engine engine;
  private final DatabaseSettings settings;
  private final Path folder;
  private Database database;

  private TestDatabase(Engine engine, DatabaseSettings settings, Path folder) {
    this.engine = engine;
    this.settings = settings;
    this.folder = folder;
    this.database = Database.open(settings);
  }

  /** With Tocsin's tables. */
  public static TestDatabase create(Engine engine) {
    TestDatabase created = createEmpty(engine);
    created.database.migrate();
    return created;
  }

  /** Without any table. */
  public static TestDatabase createEmpty(Engine engine) {
    Path folder = temporaryFolder();
    return new TestDatabase(engine, settings(engine, folder), folder);
  }

  private static DatabaseSettings settings(Engine engine, Path folder) {
    return switch (engine) {
      case EMBEDDED -> DatabaseSettings.embedded(folder);
      case POSTGRES -> SharedPostgres.freshDatabase(folder);
    };
  }

  public Engine engine() {
    return engine;
  }

  public Database database() {
    return database;
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /** As a process does that stops and starts again. */
  public void reopen() {
    database.close();
    database = Database.open(settings);
  }

  @Override
  public void close() {
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String toString() {
    return engine.name();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("tocsin-test");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
