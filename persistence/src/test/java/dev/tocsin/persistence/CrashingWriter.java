package dev.tocsin.persistence;

import dev.tocsin.Ids;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;

/** A process of its own that commits numbers and says each one afterwards, until it is killed. */
final class CrashingWriter {
  private CrashingWriter() {}

  public static void main(String[] arguments) throws Exception {
    Database database = Database.open(DatabaseSettings.embedded(Path.of(arguments[0])));
    database.migrate();
    int first = Integer.parseInt(arguments[1]);
    int writers = Integer.parseInt(arguments[2]);
    IntStream.range(0, writers)
        .mapToObj(
            writer -> Thread.ofPlatform().start(() -> write(database, first + writer, writers)))
        .toList()
        .getFirst()
        .join();
  }

  private static void write(Database database, int first, int step) {
    for (int number = first; ; number += step) {
      String name = "n" + number;
      database.write(
          handle ->
              handle
                  .createUpdate(
                      "insert into organization (id, name, created_at) values (:id, :name, :at)")
                  .bind("id", Ids.create())
                  .bind("name", name)
                  .bind("at", Instant.EPOCH)
                  .execute());
      synchronized (CrashingWriter.class) {
        System.out.println(number + ";");
      }
    }
  }
}
