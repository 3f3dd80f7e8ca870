package dev.tocsin.persistence.item;

import dev.tocsin.escalation.ContactCodes;
import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of codes that were sent to contact methods; see {@link ContactCodes}. */
public final class JdbiContactCodes implements ContactCodes {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Database database;

  public JdbiContactCodes(Database database) {
    this.database = database;
  }

  private record Sent(UUID id, String hash, Instant at, int attempts) {}

  @Override
  public void add(Code code) {
    database.write(
        handle -> {
          lockPerson(handle, code.user());
          forget(handle, code.user(), code.sentAt().minus(HOUR));
          refuseTooMany(handle, code);
          handle
              .createUpdate(
                  """
                  insert into contact_code
                    (organization_id, id, method_id, account_id, code_hash, sent_at)
                  values (:organization, :id, :method, :account, :hash, :at)
                  """)
              .bind("organization", code.organization().value())
              .bind("id", code.id())
              .bind("method", code.method())
              .bind("account", code.user().value())
              .bind("hash", code.hash())
              .bind("at", code.sentAt())
              .execute();
          return true;
        });
  }

  /** One code after the other, so that the count holds. */
  private static void lockPerson(Handle handle, UserId user) {
    handle
        .createQuery("select id from account where id = :account for update")
        .bind("account", user.value())
        .mapTo(UUID.class)
        .findOne();
  }

  private static void forget(Handle handle, UserId user, Instant before) {
    handle
        .createUpdate("delete from contact_code where account_id = :account and sent_at < :before")
        .bind("account", user.value())
        .bind("before", before)
        .execute();
  }

  private static void refuseTooMany(Handle handle, Code code) {
    newest(handle, code.organization(), code.method())
        .map(sent -> Duration.between(code.sentAt(), sent.at().plus(PAUSE)))
        .filter(Duration::isPositive)
        .ifPresent(JdbiContactCodes::refuse);
    List<OffsetDateTime> times =
        handle
            .createQuery(
                "select sent_at from contact_code where account_id = :account order by sent_at")
            .bind("account", code.user().value())
            .mapTo(OffsetDateTime.class)
            .list();
    if (times.size() >= AN_HOUR) {
      refuse(
          Duration.between(
              code.sentAt(), times.get(times.size() - AN_HOUR).toInstant().plus(HOUR)));
    }
  }

  private static void refuse(Duration retryAfter) {
    throw new ThrottledException(retryAfter);
  }

  @Override
  public Verdict guess(OrganizationId organization, UUID method, String hash, Instant now) {
    return database.write(
        handle -> {
          Optional<Sent> sent =
              newest(handle, organization, method)
                  .filter(it -> it.attempts() < ATTEMPTS && now.isBefore(it.at().plus(VALID)));
          if (sent.isEmpty()) {
            return Verdict.NONE;
          }
          boolean right = DerivedKeys.same(sent.get().hash(), hash);
          // a right one is used up, but still counts among those that were sent
          handle
              .createUpdate(
                  """
                  update contact_code set attempts = :attempts
                  where organization_id = :organization and id = :id
                  """)
              .bind("attempts", right ? ATTEMPTS : sent.get().attempts() + 1)
              .bind("organization", organization.value())
              .bind("id", sent.get().id())
              .execute();
          return right ? Verdict.RIGHT : Verdict.WRONG;
        });
  }

  private static Optional<Sent> newest(Handle handle, OrganizationId organization, UUID method) {
    return handle
        .createQuery(
            """
            select id, code_hash, sent_at, attempts from contact_code
            where organization_id = :organization and method_id = :method
            order by sent_at desc, id desc limit 1 for update
            """)
        .bind("organization", organization.value())
        .bind("method", method)
        .map(
            (row, context) ->
                new Sent(
                    row.getObject("id", UUID.class),
                    row.getString("code_hash"),
                    row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                    row.getInt("attempts")))
        .findOne();
  }
}
