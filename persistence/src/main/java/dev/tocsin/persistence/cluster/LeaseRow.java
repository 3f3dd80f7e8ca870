package dev.tocsin.persistence.cluster;

import dev.tocsin.persistence.Database;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** One lease in its table. All times are the database's. */
record LeaseRow(Database database, String name, String owner, Duration timeToLive) {

  /** Takes the lease where nobody has it, this owner has it, or its owner let it expire. */
  boolean acquire() {
    return database.write(
        handle -> {
          Instant now = now(handle);
          int inserted =
              handle
                  .createUpdate(
                      """
                      insert into lease (name, owner, expires_at)
                      values (:name, :owner, :expiresAt)
                      on conflict do nothing
                      """)
                  .bind("name", name)
                  .bind("owner", owner)
                  .bind("expiresAt", now.plus(timeToLive))
                  .execute();
          return inserted == 1 || takeOver(handle, now);
        });
  }

  private boolean takeOver(Handle handle, Instant now) {
    return handle
            .createUpdate(
                """
                update lease set owner = :owner, expires_at = :expiresAt
                where name = :name and (owner = :owner or expires_at < :now)
                """)
            .bind("name", name)
            .bind("owner", owner)
            .bind("expiresAt", now.plus(timeToLive))
            .bind("now", now)
            .execute()
        == 1;
  }

  /** False where somebody else took it, or it was released. */
  boolean renew() {
    return database.write(
        handle ->
            handle
                    .createUpdate(
                        """
                        update lease set expires_at = :expiresAt
                        where name = :name and owner = :owner
                        """)
                    .bind("name", name)
                    .bind("owner", owner)
                    .bind("expiresAt", now(handle).plus(timeToLive))
                    .execute()
                == 1);
  }

  void release() {
    database.write(
        handle ->
            handle
                .createUpdate("delete from lease where name = :name and owner = :owner")
                .bind("name", name)
                .bind("owner", owner)
                .execute());
  }

  private Instant now(Handle handle) {
    return database.clock(handle);
  }
}
