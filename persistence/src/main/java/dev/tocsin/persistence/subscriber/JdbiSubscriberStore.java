package dev.tocsin.persistence.subscriber;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.AuditRows;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberStore;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.ThrottledException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of subscribers; see {@link SubscriberStore}. */
public final class JdbiSubscriberStore implements SubscriberStore {
  /** Letters to one letter box a day that nobody of it asked for, of all pages together. */
  static final int ASKS_OF_BOX = 5;

  /** And of one page. */
  static final int ASKS_OF_PAGE = 3;

  /** Addresses that may be entered for one page within an hour. */
  static final int OF_PAGE = 1_000;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LATER = Duration.ofMinutes(10);
  private static final String SELECT =
      """
      select organization_id, id, page_id, kind, address, chosen, created_at, confirmed_at, asked_at
      from subscriber
      """;

  private final Database database;
  private final SubscriberRows rows;

  public JdbiSubscriberStore(Database database, Secrets secrets, DerivedKeys keys) {
    this.database = database;
    this.rows = new SubscriberRows(secrets, keys);
  }

  /** One that is there, and how often its address was entered lately. */
  private record Known(Subscriber subscriber, int asks, Instant askedAt) {}

  @Override
  public void ask(Subscriber wanted, @Nullable Author by, Instant now) {
    String hash = rows.addressHash(wanted.to());
    String box = rows.boxHash(wanted.to());
    database.write(
        handle -> {
          refuseTooMany(handle, wanted.page(), now);
          boolean isQuiet = asksOfBox(handle, box, now) >= ASKS_OF_BOX;
          Optional<Known> known = known(handle, wanted, hash);
          if (known.isPresent()) {
            askAgain(handle, known.get(), wanted, isQuiet, now);
          } else if (!isQuiet && insert(handle, wanted, hash, box, now)) {
            SubscriberRows.choose(handle, wanted.id(), wanted.components());
            SubscriberRows.ask(handle, wanted, "confirm", now);
          }
          if (by != null) {
            audit(handle, wanted.organization(), wanted.page(), by, "subscriber.create", now);
          }
          return true;
        });
  }

  private static void refuseTooMany(Handle handle, StatusPageId page, Instant now) {
    int lately =
        handle
            .createQuery(
                """
                select count(*) from subscriber_letter
                where page_id = :page and matter in ('confirm', 'known') and queued_at > :since
                """)
            .bind("page", page.value())
            .bind("since", now.minus(HOUR))
            .mapTo(Integer.class)
            .one();
    if (lately >= OF_PAGE) {
      throw new ThrottledException(LATER);
    }
  }

  private static int asksOfBox(Handle handle, String box, Instant now) {
    return handle
        .createQuery(
            """
            select coalesce(sum(asks), 0) from subscriber
            where box_hash = :box and asked_at > :since
            """)
        .bind("box", box)
        .bind("since", now.minus(DAY))
        .mapTo(Integer.class)
        .one();
  }

  private Optional<Known> known(Handle handle, Subscriber wanted, String hash) {
    return handle
        .createQuery(
            """
            select organization_id, id, page_id, kind, address, chosen, created_at, confirmed_at,
              asked_at, asks
            from subscriber where page_id = :page and kind = :kind and address_hash = :hash
            """)
        .bind("page", wanted.page().value())
        .bind("kind", SubscriberRows.stored(wanted.to().kind()))
        .bind("hash", hash)
        .map(
            (row, context) ->
                new Known(
                    rows.read(row),
                    row.getInt("asks"),
                    SubscriberRows.instant(row, "asked_at").orElseThrow()))
        .findOne();
  }

  private static void askAgain(
      Handle handle, Known known, Subscriber wanted, boolean isQuiet, Instant now) {
    boolean isLate = known.askedAt().isAfter(now.minus(DAY));
    if (isQuiet || isLate && known.asks() >= ASKS_OF_PAGE) {
      return;
    }
    handle
        .createUpdate("update subscriber set asked_at = :now, asks = :asks where id = :id")
        .bind("now", now)
        .bind("asks", isLate ? known.asks() + 1 : 1)
        .bind("id", known.subscriber().id().value())
        .execute();
    boolean isConfirmed = known.subscriber().isConfirmed();
    if (!isConfirmed) {
      SubscriberRows.choose(handle, known.subscriber().id(), wanted.components());
    }
    SubscriberRows.ask(handle, known.subscriber(), isConfirmed ? "known" : "confirm", now);
  }

  /** False where another was quicker. */
  private boolean insert(Handle handle, Subscriber wanted, String hash, String box, Instant now) {
    return handle
            .createUpdate(
                """
                insert into subscriber
                  (organization_id, id, page_id, kind, address, address_hash, box_hash, chosen,
                   created_at, asked_at, asks)
                values
                  (:organization, :id, :page, :kind, :address, :hash, :box, false, :now, :now, 1)
                on conflict do nothing
                """)
            .bind("organization", wanted.organization().value())
            .bind("id", wanted.id().value())
            .bind("page", wanted.page().value())
            .bind("kind", SubscriberRows.stored(wanted.to().kind()))
            .bind("address", rows.sealed(wanted))
            .bind("hash", hash)
            .bind("box", box)
            .bind("now", now)
            .execute()
        > 0;
  }

  /** Whom it was about no log tells. */
  private static void audit(
      Handle handle,
      OrganizationId organization,
      StatusPageId page,
      Author by,
      String action,
      Instant now) {
    AuditRows.insert(
        handle,
        organization,
        now,
        by,
        action,
        new AuditRows.Target("status-page", page.toString()),
        "{}");
  }

  @Override
  public Optional<Subscriber> find(SubscriberId subscriber) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + " where id = :id")
                .bind("id", subscriber.value())
                .map((row, context) -> rows.read(row))
                .findOne()
                .map(
                    found ->
                        SubscriberRows.with(found, SubscriberRows.components(handle, subscriber))));
  }

  @Override
  public boolean confirm(SubscriberId subscriber, Instant now) {
    return database.write(
        handle ->
            handle
                    .createUpdate(
                        """
                        update subscriber set confirmed_at = coalesce(confirmed_at, :now)
                        where id = :id and (confirmed_at is not null or asked_at > :since)
                        """)
                    .bind("now", now)
                    .bind("since", now.minus(ASKED_FOR))
                    .bind("id", subscriber.value())
                    .execute()
                > 0);
  }

  @Override
  public boolean choose(SubscriberId subscriber, List<ComponentId> components) {
    return database.write(
        handle -> {
          boolean isThere =
              handle
                  .createQuery("select id from subscriber where id = :id for update")
                  .bind("id", subscriber.value())
                  .mapTo(UUID.class)
                  .findOne()
                  .isPresent();
          if (isThere) {
            SubscriberRows.choose(handle, subscriber, components);
          }
          return isThere;
        });
  }

  @Override
  public boolean leave(SubscriberId subscriber) {
    return database.write(handle -> SubscriberRows.delete(handle, subscriber, null));
  }

  @Override
  public boolean remove(
      OrganizationId organization,
      StatusPageId page,
      SubscriberId subscriber,
      Author by,
      Instant now) {
    return database.write(
        handle -> {
          boolean isTheirs =
              handle
                  .createQuery(
                      """
                      select id from subscriber
                      where organization_id = :organization and page_id = :page and id = :id
                      """)
                  .bind("organization", organization.value())
                  .bind("page", page.value())
                  .bind("id", subscriber.value())
                  .mapTo(UUID.class)
                  .findOne()
                  .isPresent();
          if (!isTheirs || !SubscriberRows.delete(handle, subscriber, page)) {
            return false;
          }
          audit(handle, organization, page, by, "subscriber.delete", now);
          return true;
        });
  }

  @Override
  public List<Subscriber> list(
      OrganizationId organization, StatusPageId page, @Nullable SubscriberId before, int limit) {
    return database.read(
        handle -> {
          var query =
              handle
                  .createQuery(
                      SELECT
                          + " where organization_id = :organization and page_id = :page"
                          + (before == null ? "" : " and id < :before")
                          + " order by id desc limit :limit")
                  .bind("organization", organization.value())
                  .bind("page", page.value())
                  .bind("limit", limit);
          if (before != null) {
            query.bind("before", before.value());
          }
          return query
              .map((row, context) -> new Listed(rows.read(row), row.getBoolean("chosen")))
              .list()
              .stream()
              .map(listed -> whole(handle, listed))
              .toList();
        });
  }

  private record Listed(Subscriber subscriber, boolean chosen) {}

  private static Subscriber whole(Handle handle, Listed listed) {
    return listed.chosen()
        ? SubscriberRows.with(
            listed.subscriber(), SubscriberRows.components(handle, listed.subscriber().id()))
        : listed.subscriber();
  }

  @Override
  public Map<Destination.Kind, Integer> counts(OrganizationId organization, StatusPageId page) {
    Map<Destination.Kind, Integer> counts = new EnumMap<>(Destination.Kind.class);
    database.read(
        handle -> {
          handle
              .createQuery(
                  """
                  select kind, count(*) as many from subscriber
                  where organization_id = :organization and page_id = :page
                    and confirmed_at is not null
                  group by kind
                  """)
              .bind("organization", organization.value())
              .bind("page", page.value())
              .map(
                  (row, context) ->
                      Map.entry(SubscriberRows.kind(row.getString("kind")), row.getInt("many")))
              .forEach(each -> counts.put(each.getKey(), each.getValue()));
          return true;
        });
    return Map.copyOf(counts);
  }

  @Override
  public List<Progress> progress(OrganizationId organization, UUID subject) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select a.page_id, a.post_id, a.made_at,
                      sum(case when l.state = 'sent' then 1 else 0 end) as sent,
                      sum(case when l.state = 'waiting' then 1 else 0 end) as waiting,
                      sum(case when l.state = 'failed' then 1 else 0 end) as failed
                    from announcement a left join subscriber_letter l on l.announcement_id = a.id
                    where a.organization_id = :organization and a.subject_id = :subject
                    group by a.page_id, a.post_id, a.made_at
                    order by a.made_at desc, a.page_id
                    """)
                .bind("organization", organization.value())
                .bind("subject", subject)
                .map((row, context) -> progress(row))
                .list());
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        new StatusPageId(row.getObject("page_id", UUID.class)),
        row.getObject("post_id", UUID.class),
        SubscriberRows.instant(row, "made_at").orElseThrow(),
        row.getInt("sent"),
        row.getInt("waiting"),
        row.getInt("failed"));
  }
}
