package dev.tocsin.persistence;

import dev.tocsin.Ids;
import dev.tocsin.persistence.secret.Secrets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * This installation: what all of its processes share.
 *
 * @param id made at its first start
 */
public record Installation(UUID id, Instant createdAt) {
  private record Row(UUID id, String fingerprint, Instant createdAt) {}

  /**
   * Reads the installation's row, which the first process creates.
   *
   * @throws StartRefusedException where the row was made with another secret key
   */
  public static Installation of(Database database, Secrets secrets) {
    Instant now = database.now().now();
    Row row = database.write(handle -> readOrCreate(handle, secrets.fingerprint(), now));
    if (!row.fingerprint().equals(secrets.fingerprint())) {
      throw new StartRefusedException(
          "The secret key (TOCSIN_SECRET_KEY) is not the one that "
              + database.settings()
              + " was set up with. Start with the key that the other processes have, or restore"
              + " the one from the data folder's backup: without it, sealed passwords and tokens"
              + " cannot be read and links that were sent do not work.");
    }
    return new Installation(row.id(), row.createdAt());
  }

  /** When any node last said that it lives; empty before the first one did. */
  public static Optional<Instant> lastAlive(Database database) {
    return database.read(
        handle ->
            handle
                .createQuery("select alive_at from installation where alive_at is not null")
                .mapTo(Instant.class)
                .findOne());
  }

  /** Says that this node lives. */
  public static void alive(Database database, Instant now) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update installation set alive_at = :now
                    where alive_at is null or alive_at < :now
                    """)
                .bind("now", now)
                .execute());
  }

  private static Row readOrCreate(Handle handle, String fingerprint, Instant now) {
    handle
        .createUpdate(
            """
            insert into installation (singleton, id, secret_key_fingerprint, created_at)
            values (1, :id, :fingerprint, :now)
            on conflict do nothing
            """)
        .bind("id", Ids.create())
        .bind("fingerprint", fingerprint)
        .bind("now", now)
        .execute();
    return handle
        .createQuery("select id, secret_key_fingerprint, created_at from installation")
        .map(
            (row, context) ->
                new Row(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .one();
  }
}
