package dev.tocsin.persistence.item;

import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What comes and goes with a membership: the ways to reach a person, and how they want them. */
public final class PersonalItems {
  private final ItemRows rows;

  public PersonalItems(Secrets secrets) {
    this.rows = new ItemRows(secrets, new ContentKinds(List.of(ContactMethod.KIND)));
  }

  /** Somebody in an organization. */
  public record Joined(OrganizationId organization, UserId user, EmailAddress email) {
    UUID method() {
      return ContactMethod.ofAccount(organization, user);
    }
  }

  /**
   * Gives a new member the e-mail address of their account as a contact method.
   *
   * @param verifiedAt when it was shown that mail reaches them there; null where it was not
   * @param revision of the organization, which the transaction has raised
   */
  public void add(
      Handle handle, Joined joined, @Nullable Instant verifiedAt, Instant at, long revision) {
    rows.put(
        handle,
        new Item<>(
            joined.organization(),
            joined.method(),
            ContactMethod.ofAccount(joined.user(), joined.email(), verifiedAt),
            at.truncatedTo(ChronoUnit.MICROS),
            revision));
  }

  /** Takes away all that is a person's own in an organization that they leave. */
  public static void remove(
      Handle handle, OrganizationId organization, UserId user, Instant at, long revision) {
    ItemRows.deleteOwned(handle, organization, user, at, revision);
    handle
        .createUpdate(
            """
            delete from contact_code
            where organization_id = :organization and account_id = :account
            """)
        .bind("organization", organization.value())
        .bind("account", user.value())
        .execute();
  }

  /**
   * Gives the members that an earlier release let in what {@link #add} gives; those who deleted it
   * do not get it again. Blocks.
   */
  public void complete(Database database, Instant at) {
    Set<UUID> known = new HashSet<>(database.read(PersonalItems::methods));
    for (Joined member : database.read(PersonalItems::members)) {
      if (!known.contains(member.method())) {
        database.write(
            handle -> {
              long revision = Revisions.next(handle, member.organization());
              if (isMember(handle, member) && !exists(handle, member)) {
                add(handle, member, null, at, revision);
              }
              return revision;
            });
      }
    }
  }

  private boolean exists(Handle handle, Joined member) {
    return rows.find(handle, member.organization(), ContactMethod.KIND, member.method()).isPresent()
        || rows.wasDeleted(handle, member.organization(), member.method());
  }

  private static List<UUID> methods(Handle handle) {
    return handle
        .createQuery("select id from item where kind = :kind")
        .bind("kind", ContactMethod.KIND.name())
        .mapTo(UUID.class)
        .list();
  }

  private static List<Joined> members(Handle handle) {
    return handle
        .createQuery(
            """
            select m.organization_id, a.id, a.email
            from membership m join account a on a.id = m.account_id
            """)
        .map(
            (row, context) ->
                new Joined(
                    new OrganizationId(row.getObject("organization_id", UUID.class)),
                    new UserId(row.getObject("id", UUID.class)),
                    new EmailAddress(row.getString("email"))))
        .list();
  }

  private static boolean isMember(Handle handle, Joined member) {
    return handle
        .createQuery(
            """
            select exists (select 1 from membership
              where organization_id = :organization and account_id = :account)
            """)
        .bind("organization", member.organization().value())
        .bind("account", member.user().value())
        .mapTo(Boolean.class)
        .one();
  }
}
