package dev.tocsin.persistence.subscriber;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentNews;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.configuration.PageRows;
import dev.tocsin.persistence.secret.SealBrokenException;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.subscriber.Bulletin;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Outgoing;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberOutbox;
import dev.tocsin.subscriber.SubscriberStore;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Letters to subscribers as rows; see {@link SubscriberOutbox}. */
public final class JdbiSubscriberOutbox implements SubscriberOutbox {
  /** What is older is no news any more. */
  static final Duration TOLD_FOR = Duration.ofDays(1);

  /** So long it can be seen to how many something was told. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Far beyond what is told again after a failure. */
  private static final Duration NEWS_KEPT = Duration.ofDays(7);

  private static final int SPREAD_AT_ONCE = 20;

  /** After so many updates that the store did not take it is away, not they too large. */
  private static final int AWAY = 3;

  private static final Logger LOG = LoggerFactory.getLogger(JdbiSubscriberOutbox.class);
  private static final UUID NONE = new UUID(0, 0);
  private static final String OTHER_KEY =
      "the secret key of this installation is another one since";

  private static final String TOO_OLD = "it could not be sent for a day";

  private final Database database;
  private final SubscriberRows rows;

  /** By update that could not be made into letters: what was reported of it. */
  private final Map<UUID, Set<String>> failing = new ConcurrentHashMap<>();

  public JdbiSubscriberOutbox(Database database, Secrets secrets, DerivedKeys keys) {
    this.database = database;
    this.rows = new SubscriberRows(secrets, keys);
  }

  /** An update that was not told yet. */
  private record News(OrganizationId organization, IncidentId incident, UUID post, Instant at) {}

  @Override
  public Spread spread(Instant now) {
    int told = 0;
    int late = 0;
    int away = 0;
    List<News> untold = untold();
    failing.keySet().retainAll(untold.stream().map(News::post).collect(Collectors.toSet()));
    for (News news : untold) {
      try {
        if (news.at().isBefore(now.minus(TOLD_FOR))) {
          late += database.write(handle -> take(handle, news)) ? 1 : 0;
        } else {
          told += database.write(handle -> take(handle, news) && spread(handle, news, now)) ? 1 : 0;
        }
      } catch (RuntimeException failure) {
        report(news, failure);
        if (StoreUnavailableException.is(failure) && ++away == AWAY) {
          break;
        }
      }
    }
    return new Spread(told, late);
  }

  /** Once for each kind of failure: it is tried again every few seconds. */
  private void report(News news, RuntimeException failure) {
    if (failing
        .computeIfAbsent(news.post(), post -> ConcurrentHashMap.newKeySet())
        .add(failure.getClass().getName())) {
      LOG.warn(
          "Subscribers cannot be told of update {} of incident {} now; it is tried again",
          news.post(),
          news.incident(),
          failure);
    }
  }

  private List<News> untold() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select organization_id, incident_id, post_id, at from incident_news
                    where spread = false order by at limit :limit
                    """)
                .bind("limit", SPREAD_AT_ONCE + failing.size())
                .map(
                    (row, context) ->
                        new News(
                            new OrganizationId(row.getObject("organization_id", UUID.class)),
                            new IncidentId(row.getObject("incident_id", UUID.class)),
                            row.getObject("post_id", UUID.class),
                            SubscriberRows.instant(row, "at").orElseThrow()))
                .list());
  }

  /** False where another node was quicker. */
  private static boolean take(Handle handle, News news) {
    return handle
            .createUpdate(
                """
                update incident_news set spread = true
                where organization_id = :organization and incident_id = :incident
                  and post_id = :post and spread = false
                """)
            .bind("organization", news.organization().value())
            .bind("incident", news.incident().value())
            .bind("post", news.post())
            .execute()
        > 0;
  }

  /** Whether anybody is to be told. */
  private boolean spread(Handle handle, News news, Instant now) {
    Optional<IncidentRecord> incident = incident(handle, news);
    Optional<Post> post =
        incident
            .filter(
                record ->
                    IncidentNews.of(record).stream()
                        .anyMatch(each -> each.post().equals(news.post())))
            .stream()
            .flatMap(record -> record.posts().stream())
            .filter(each -> each.id().equals(news.post()))
            .findFirst();
    if (incident.isEmpty() || post.isEmpty()) {
      return false;
    }
    boolean isTold = false;
    for (StatusPageConfig page : PageRows.ofPublic(handle, news.organization())) {
      Map<ComponentId, String> names =
          page.components().stream()
              .collect(
                  Collectors.toMap(
                      StatusPageConfig.Component::id, StatusPageConfig.Component::name));
      for (PublicIncident shown : PublicIncident.on(List.of(incident.get()), names.keySet())) {
        Bulletin bulletin = bulletin(shown, post.get(), names);
        isTold |= announce(handle, page, news, bulletin, about(shown), now);
      }
    }
    return isTold;
  }

  private static Optional<IncidentRecord> incident(Handle handle, News news) {
    return handle
        .createQuery(
            """
            select record from incident
            where organization_id = :organization and id = :id and not removed
            """)
        .bind("organization", news.organization().value())
        .bind("id", news.incident().value())
        .mapTo(String.class)
        .findOne()
        .map(json -> StoredJson.read(json, IncidentRecord.class));
  }

  private static Bulletin bulletin(
      PublicIncident incident, Post post, Map<ComponentId, String> names) {
    return Bulletin.ofIncident(
        incident.id(),
        post.id(),
        incident.heading().title(),
        post.phase(),
        post.at(),
        post.message(),
        incident.affected().stream()
            .map(
                affected ->
                    new Bulletin.Part(
                        names.getOrDefault(affected.component(), ""), affected.state()))
            .toList());
  }

  /** Of which components it tells; empty where it is about the page as a whole. */
  private static List<UUID> about(PublicIncident incident) {
    return incident.everywhere()
        ? List.of()
        : incident.affected().stream().map(each -> each.component().value()).toList();
  }

  private boolean announce(
      Handle handle,
      StatusPageConfig page,
      News news,
      Bulletin bulletin,
      List<UUID> about,
      Instant now) {
    UUID id = UUID.randomUUID();
    int made =
        handle
            .createUpdate(
                """
                insert into announcement
                  (organization_id, id, page_id, kind, subject_id, post_id, made_at, withdrawn,
                   content)
                values
                  (:organization, :id, :page, :kind, :subject, :post, :at, false, :content)
                on conflict do nothing
                """)
            .bind("organization", page.organization().value())
            .bind("id", id)
            .bind("page", page.id().value())
            .bind("kind", SubscriberRows.stored(bulletin.kind()))
            .bind("subject", bulletin.subject())
            .bind("post", bulletin.post())
            .bind("at", news.at())
            .bind("content", StoredJson.write(bulletin))
            .execute();
    if (made == 0) {
      return false;
    }
    handle
        .createUpdate(
            """
            insert into subscriber_letter
              (organization_id, id, page_id, subscriber_id, announcement_id, kind, matter, turn,
               state, attempts, queued_at, due_at)
            select s.organization_id, %s, s.page_id, s.id, :announcement, s.kind, 'tell', 1,
              'waiting', 0, :now, :now
            from subscriber s
            where s.organization_id = :organization and s.page_id = :page
              and s.confirmed_at is not null and s.confirmed_at <= :at
              and (:everywhere or s.chosen = false or exists (
                select 1 from subscriber_component c
                where c.subscriber_id = s.id and c.component_id in (<about>)))
            """
                .formatted(database.isPostgres() ? "gen_random_uuid()" : "random_uuid()"))
        .bind("announcement", id)
        .bind("organization", page.organization().value())
        .bind("page", page.id().value())
        .bind("now", now)
        .bind("at", news.at())
        .bind("everywhere", about.isEmpty())
        .bindList("about", about.isEmpty() ? List.of(NONE) : about)
        .execute();
    return true;
  }

  @Override
  public List<Outgoing> claim(
      Set<Destination.Kind> kinds, UUID claim, Instant now, Instant until, int limit) {
    return database.write(
        handle -> {
          if (take(handle, kinds, claim, now, until, limit) == 0) {
            return List.of();
          }
          Map<UUID, Bulletin> bulletins = bulletins(handle, claim);
          List<Outgoing> claimed = new ArrayList<>();
          for (Claimed each : claimed(handle, claim)) {
            ready(handle, each, bulletins, now).ifPresent(claimed::add);
          }
          return claimed;
        });
  }

  /** Empty where it is not to be sent, which is written down. */
  private static Optional<Outgoing> ready(
      Handle handle, Claimed claimed, Map<UUID, Bulletin> bulletins, Instant now) {
    Outgoing letter = claimed.letter();
    if (letter == null) {
      end(
          handle,
          claimed.id(),
          claimed.isUnreadable() ? "failed" : "dropped",
          now,
          claimed.isUnreadable() ? OTHER_KEY : null);
      return Optional.empty();
    }
    boolean isConfirmed = letter.to().isConfirmed();
    if (claimed.announcement() == null) {
      if (isConfirmed && letter.matter() instanceof Outgoing.Matter.Confirm) {
        end(handle, claimed.id(), "dropped", now, null);
        return Optional.empty();
      }
      return Optional.of(letter);
    }
    Bulletin bulletin = bulletins.get(claimed.announcement());
    if (bulletin == null || !isConfirmed) {
      end(handle, claimed.id(), "dropped", now, null);
      return Optional.empty();
    }
    if (letter.queuedAt().isBefore(now.minus(TOLD_FOR))) {
      end(handle, claimed.id(), "failed", now, TOO_OLD);
      return Optional.empty();
    }
    return Optional.of(about(letter, bulletin));
  }

  /** How many were due, and no other node's. */
  private static int take(
      Handle handle,
      Set<Destination.Kind> kinds,
      UUID claim,
      Instant now,
      Instant until,
      int limit) {
    return handle
        .createUpdate(
            """
            update subscriber_letter
            set claim_id = :claim, claimed_until = :until, attempts = attempts + 1
            where id in (
              select id from subscriber_letter
              where state = 'waiting' and kind in (<kinds>) and due_at <= :now
                and (claimed_until is null or claimed_until <= :now)
              order by turn, due_at, id
              limit :limit)
              and state = 'waiting' and (claimed_until is null or claimed_until <= :now)
            """)
        .bind("claim", claim)
        .bind("until", until)
        .bind("now", now)
        .bind("limit", limit)
        .bindList("kinds", kinds.stream().map(SubscriberRows::stored).toList())
        .execute();
  }

  /** What a claim is about, without what is not to be told any more. */
  private static Map<UUID, Bulletin> bulletins(Handle handle, UUID claim) {
    Map<UUID, Bulletin> bulletins = new HashMap<>();
    handle
        .createQuery(
            """
            select a.id, a.content, i.record from announcement a
              join incident i on i.organization_id = a.organization_id and i.id = a.subject_id
            where a.withdrawn = false and i.removed = false and a.id in (
              select l.announcement_id from subscriber_letter l where l.claim_id = :claim)
            """)
        .bind("claim", claim)
        .map(
            (row, context) ->
                new Announced(
                    row.getObject("id", UUID.class),
                    StoredJson.read(row.getString("content"), Bulletin.class),
                    row.getString("record")))
        .stream()
        .filter(Announced::isNews)
        .forEach(each -> bulletins.put(each.id(), each.bulletin()));
    return bulletins;
  }

  /** An announcement, and what its incident is now: it may have been taken back meanwhile. */
  private record Announced(UUID id, Bulletin bulletin, String incident) {
    boolean isNews() {
      try {
        return IncidentNews.of(StoredJson.read(incident, IncidentRecord.class)).stream()
            .anyMatch(news -> news.post().equals(bulletin.post()));
      } catch (IllegalStateException unreadable) {
        LOG.warn("Incident {} cannot be read; its update goes out", bulletin.subject(), unreadable);
        return true;
      }
    }
  }

  /**
   * A row of a claim.
   *
   * @param letter without what it tells; null where its subscriber or public page is gone, or its
   *     address cannot be read
   */
  private record Claimed(
      UUID id, @Nullable UUID announcement, @Nullable Outgoing letter, boolean isUnreadable) {}

  private List<Claimed> claimed(Handle handle, UUID claim) {
    return handle
        .createQuery(
            """
            select l.id as letter_id, l.matter, l.announcement_id, l.attempts, l.queued_at,
              s.organization_id, s.id, s.page_id, s.kind, s.address, s.created_at, s.confirmed_at,
              p.name as page_name, p.slug
            from subscriber_letter l
              left join subscriber s on s.id = l.subscriber_id
              left join status_page p on p.organization_id = l.organization_id
                and p.id = l.page_id and p.deleted_at is null and p.visibility = 'public'
            where l.claim_id = :claim and l.state = 'waiting'
            order by l.turn, l.due_at, l.id
            """)
        .bind("claim", claim)
        .map((row, context) -> claimed(row, claim))
        .list();
  }

  private Claimed claimed(ResultSet row, UUID claim) throws SQLException {
    UUID id = row.getObject("letter_id", UUID.class);
    String matter = row.getString("matter");
    UUID announcement = row.getObject("announcement_id", UUID.class);
    if (row.getString("address") == null || row.getString("slug") == null) {
      return new Claimed(id, announcement, null, false);
    }
    try {
      Subscriber to = rows.read(row);
      return new Claimed(
          id,
          announcement,
          new Outgoing(
              id,
              claim,
              row.getInt("attempts"),
              SubscriberRows.instant(row, "queued_at").orElseThrow(),
              to,
              new Outgoing.Page(row.getString("page_name"), row.getString("slug")),
              "known".equals(matter) ? new Outgoing.Matter.Known() : new Outgoing.Matter.Confirm()),
          false);
    } catch (SealBrokenException otherKey) {
      return new Claimed(id, announcement, null, true);
    }
  }

  private static Outgoing about(Outgoing letter, Bulletin bulletin) {
    return new Outgoing(
        letter.id(),
        letter.claim(),
        letter.attempt(),
        letter.queuedAt(),
        letter.to(),
        letter.page(),
        new Outgoing.Matter.Tell(bulletin));
  }

  @Override
  public void renew(Collection<UUID> claims, Instant until) {
    if (claims.isEmpty()) {
      return;
    }
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update subscriber_letter set claimed_until = :until
                    where claim_id in (<claims>) and state = 'waiting'
                    """)
                .bind("until", until)
                .bindList("claims", claims)
                .execute());
  }

  @Override
  public void release(Collection<Outgoing> letters) {
    if (letters.isEmpty()) {
      return;
    }
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update subscriber_letter
                    set claim_id = null, claimed_until = null, attempts = attempts - 1
                    where id in (<letters>) and claim_id in (<claims>) and state = 'waiting'
                    """)
                .bindList("letters", letters.stream().map(Outgoing::id).toList())
                .bindList("claims", letters.stream().map(Outgoing::claim).distinct().toList())
                .execute());
  }

  @Override
  public void sent(Outgoing letter, Instant at) {
    database.write(handle -> end(handle, letter.id(), "sent", at, null));
  }

  @Override
  public void failed(Outgoing letter, Instant at, String reason) {
    database.write(handle -> end(handle, letter.id(), "failed", at, reason));
  }

  private static int end(
      Handle handle, UUID letter, String state, Instant at, @Nullable String reason) {
    return handle
        .createUpdate(
            """
            update subscriber_letter
            set state = :state, ended_at = :at, reason = :reason, claim_id = null,
              claimed_until = null
            where id = :id and state = 'waiting'
            """)
        .bind("state", state)
        .bind("at", at)
        .bind("reason", reason)
        .bind("id", letter)
        .execute();
  }

  @Override
  public void later(Outgoing letter, Instant nextTry, String reason) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update subscriber_letter
                    set due_at = :next, reason = :reason, claim_id = null, claimed_until = null,
                      turn = case when announcement_id is null and kind <> 'email' then 2
                        else turn end
                    where id = :id and state = 'waiting' and claim_id = :claim
                    """)
                .bind("next", nextTry)
                .bind("reason", reason)
                .bind("id", letter.id())
                .bind("claim", letter.claim())
                .execute());
  }

  @Override
  public Optional<Instant> nextDue(Set<Destination.Kind> kinds) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select min(greatest(due_at, coalesce(claimed_until, due_at)))
                    from subscriber_letter where state = 'waiting' and kind in (<kinds>)
                    """)
                .bindList("kinds", kinds.stream().map(SubscriberRows::stored).toList())
                .mapTo(Instant.class)
                .findOne());
  }

  @Override
  public void sweep(Instant now) {
    delete(
        "delete from subscriber where confirmed_at is null and asked_at < :before",
        now.minus(SubscriberStore.ASKED_FOR));
    delete("delete from subscriber_letter where ended_at < :before", now.minus(KEPT));
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update subscriber_letter
                    set state = 'failed', ended_at = :now, reason = :reason
                    where state = 'waiting' and queued_at < :before and claim_id is null
                    """)
                .bind("now", now)
                .bind("reason", TOO_OLD)
                .bind("before", now.minus(TOLD_FOR))
                .execute());
    delete("delete from announcement where made_at < :before", now.minus(KEPT));
    delete("delete from incident_news where spread = true and at < :before", now.minus(NEWS_KEPT));
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from subscriber s
                    where exists (
                      select 1 from status_page p
                      where p.organization_id = s.organization_id and p.id = s.page_id
                        and p.deleted_at is not null)
                    """)
                .execute());
  }

  private void delete(String sql, Instant before) {
    database.write(handle -> handle.createUpdate(sql).bind("before", before).execute());
  }
}
