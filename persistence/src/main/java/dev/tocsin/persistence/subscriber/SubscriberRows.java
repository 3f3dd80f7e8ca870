package dev.tocsin.persistence.subscriber;

import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers as rows. Where they are told is sealed with the installation's key, and compared by a
 * hash that needs that key too: a copy of the database tells nobody who is subscribed.
 */
final class SubscriberRows {
  private static final String PURPOSE = "subscriber address v1";

  private final Secrets secrets;
  private final DerivedKeys keys;

  SubscriberRows(Secrets secrets, DerivedKeys keys) {
    this.secrets = secrets;
    this.keys = keys;
  }

  String addressHash(Destination to) {
    return keys.sign(PURPOSE, to.key());
  }

  String boxHash(Destination to) {
    return keys.sign(PURPOSE, to.box());
  }

  String sealed(Subscriber subscriber) {
    return secrets.seal(
        subscriber.to().address(),
        place(subscriber.organization().value(), subscriber.id().value()));
  }

  private static Secrets.Place place(UUID organization, UUID id) {
    return new Secrets.Place(organization, id, "subscriber.address");
  }

  /** From a row of the table, without the components that were chosen. */
  Subscriber read(ResultSet row) throws SQLException {
    UUID organization = row.getObject("organization_id", UUID.class);
    UUID id = row.getObject("id", UUID.class);
    return new Subscriber(
        new OrganizationId(organization),
        new StatusPageId(row.getObject("page_id", UUID.class)),
        new SubscriberId(id),
        new Destination(
            kind(row.getString("kind")),
            secrets.open(row.getString("address"), place(organization, id))),
        List.of(),
        instant(row, "created_at").orElseThrow(),
        instant(row, "confirmed_at").orElse(null));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Destination.Kind kind(String stored) {
    return Destination.Kind.valueOf(stored.toUpperCase(Locale.ROOT));
  }

  static Subscriber with(Subscriber subscriber, List<ComponentId> components) {
    return new Subscriber(
        subscriber.organization(),
        subscriber.page(),
        subscriber.id(),
        subscriber.to(),
        components,
        subscriber.createdAt(),
        subscriber.confirmedAt());
  }

  static List<ComponentId> components(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery(
            """
            select component_id from subscriber_component where subscriber_id = :id
            order by component_id
            """)
        .bind("id", subscriber.value())
        .mapTo(UUID.class)
        .map(ComponentId::new)
        .list();
  }

  /** In place of those that were chosen before. */
  static void choose(Handle handle, SubscriberId subscriber, List<ComponentId> components) {
    handle
        .createUpdate("update subscriber set chosen = :chosen where id = :id")
        .bind("chosen", !components.isEmpty())
        .bind("id", subscriber.value())
        .execute();
    handle
        .createUpdate("delete from subscriber_component where subscriber_id = :id")
        .bind("id", subscriber.value())
        .execute();
    if (components.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into subscriber_component (subscriber_id, component_id)
            values (:id, :component)
            """)) {
      components.stream()
          .distinct()
          .forEach(
              component ->
                  batch.bind("id", subscriber.value()).bind("component", component.value()).add());
      batch.execute();
    }
  }

  /** A question to an address, in place of one that has not gone out yet. */
  static void ask(Handle handle, Subscriber subscriber, String matter, Instant now) {
    handle
        .createUpdate(
            """
            delete from subscriber_letter
            where subscriber_id = :id and state = 'waiting' and announcement_id is null
              and claim_id is null
            """)
        .bind("id", subscriber.id().value())
        .execute();
    handle
        .createUpdate(
            """
            insert into subscriber_letter
              (organization_id, id, page_id, subscriber_id, kind, matter, turn, state, attempts,
               queued_at, due_at)
            values
              (:organization, :letter, :page, :id, :kind, :matter, 0, 'waiting', 0, :now, :now)
            """)
        .bind("organization", subscriber.organization().value())
        .bind("letter", UUID.randomUUID())
        .bind("page", subscriber.page().value())
        .bind("id", subscriber.id().value())
        .bind("kind", stored(subscriber.to().kind()))
        .bind("matter", matter)
        .bind("now", now)
        .execute();
  }

  /** Their row is gone, and with it what waits; what is counted stays, and names nobody. */
  static boolean delete(Handle handle, SubscriberId subscriber, @Nullable StatusPageId page) {
    int deleted =
        page == null
            ? handle
                .createUpdate("delete from subscriber where id = :id")
                .bind("id", subscriber.value())
                .execute()
            : handle
                .createUpdate("delete from subscriber where id = :id and page_id = :page")
                .bind("id", subscriber.value())
                .bind("page", page.value())
                .execute();
    if (deleted > 0) {
      handle
          .createUpdate(
              "delete from subscriber_letter where subscriber_id = :id and state = 'waiting'")
          .bind("id", subscriber.value())
          .execute();
      handle
          .createUpdate("update subscriber_letter set reason = null where subscriber_id = :id")
          .bind("id", subscriber.value())
          .execute();
    }
    return deleted > 0;
  }
}
