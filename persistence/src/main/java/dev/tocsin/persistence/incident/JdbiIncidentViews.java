package dev.tocsin.persistence.incident;

import dev.tocsin.incident.Heading;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentView;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.Post;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.subscriber.NewsRows;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The table of incidents; see {@link IncidentViews}. */
public final class JdbiIncidentViews implements IncidentViews {
  /** Rows of all transactions are taken in this order, so that two never wait for each other. */
  private static final Comparator<IncidentRef> ORDER =
      Comparator.<IncidentRef, UUID>comparing(ref -> ref.organization().value())
          .thenComparing(ref -> ref.incident().value());

  private final Database database;
  private final Runnable news;
  private final InstantSource clock;

  public JdbiIncidentViews(Database database) {
    this(database, () -> {}, InstantSource.system());
  }

  /**
   * @param news is called when there is something that subscribers are to be told
   */
  public JdbiIncidentViews(Database database, Runnable news, InstantSource clock) {
    this.database = database;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public void store(List<IncidentView> views) {
    Map<IncidentRef, IncidentRecord> newest = new TreeMap<>(ORDER);
    for (IncidentView view : views) {
      newest.merge(
          view.record().ref(),
          view.record(),
          (one, other) -> one.sequence() < other.sequence() ? other : one);
    }
    if (newest.isEmpty()) {
      return;
    }
    boolean isNews =
        database.write(
            handle -> {
              write(handle, newest.values());
              return NewsRows.write(handle, newest.values(), clock.instant());
            });
    if (isNews) {
      news.run();
    }
  }

  private static void write(Handle handle, Collection<IncidentRecord> incidents) {
    batch(
        handle,
        """
        insert into incident
          (organization_id, id, phase, impact, visibility, title, words, started_at, ended_at,
           changed_at, removed, sequence, record)
        values
          (:organization, :id, :phase, :impact, :visibility, :title, :words, :startedAt, :endedAt,
           :changedAt, :removed, :sequence, :record)
        on conflict do nothing
        """,
        incidents);
    batch(
        handle,
        """
        update incident set phase = :phase, impact = :impact, visibility = :visibility,
          title = :title, words = :words, started_at = :startedAt, ended_at = :endedAt,
          changed_at = :changedAt, removed = :removed, sequence = :sequence, record = :record
        where organization_id = :organization and id = :id and sequence < :sequence
        """,
        incidents);
  }

  private static void batch(Handle handle, String sql, Collection<IncidentRecord> incidents) {
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (IncidentRecord incident : incidents) {
        Heading heading = incident.heading();
        if (heading != null) {
          bind(batch, incident, heading);
          batch.add();
        }
      }
      batch.execute();
    }
  }

  private static void bind(PreparedBatch batch, IncidentRecord incident, Heading heading) {
    batch
        .bind("organization", incident.ref().organization().value())
        .bind("id", incident.ref().incident().value())
        .bind("phase", stored(incident.phase()))
        .bind("impact", stored(heading.impact()))
        .bind("visibility", stored(incident.standing().visibility()))
        .bind("title", heading.title())
        .bind("words", words(heading, incident.posts()))
        .bind("startedAt", incident.standing().startedAt())
        .bindByType("endedAt", incident.endedAt().orElse(null), Instant.class)
        .bind("changedAt", incident.changedAt().orElseThrow())
        .bind("removed", incident.standing().removed())
        .bind("sequence", incident.sequence())
        .bind("record", StoredJson.write(incident));
  }

  private static String words(Heading heading, List<Post> posts) {
    return Stream.concat(Stream.of(heading.title()), posts.stream().map(Post::message))
        .collect(Collectors.joining("\n"))
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public List<IncidentRecord> since(Instant endedAfter) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select record from incident
                    where (ended_at is null or ended_at > :end) and not removed
                    """)
                .bind("end", endedAfter)
                .mapTo(String.class)
                .map(JdbiIncidentViews::read)
                .list());
  }

  @Override
  public List<IncidentRecord> changed(Instant after) {
    return database.read(
        handle ->
            handle
                .createQuery("select record from incident where changed_at > :after")
                .bind("after", after)
                .mapTo(String.class)
                .map(JdbiIncidentViews::read)
                .list());
  }

  @Override
  public Optional<IncidentRecord> find(IncidentRef incident) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select record from incident
                    where organization_id = :organization and id = :id and not removed
                    """)
                .bind("organization", incident.organization().value())
                .bind("id", incident.incident().value())
                .mapTo(String.class)
                .findOne()
                .map(JdbiIncidentViews::read));
  }

  @Override
  public List<IncidentRecord> list(OrganizationId organization, Question question) {
    StringBuilder sql =
        new StringBuilder(
            "select record from incident where organization_id = :organization and not removed");
    if (!question.phases().isEmpty()) {
      sql.append(" and phase in (<phases>)");
    }
    if (question.visibility() != null) {
      sql.append(" and visibility = :visibility");
    }
    if (question.text() != null) {
      sql.append(" and words like :words escape '!'");
    }
    if (question.before() != null) {
      sql.append(" and started_at <= :beforeAt and (started_at < :beforeAt or id < :beforeId)");
    }
    sql.append(" order by started_at desc, id desc limit :limit");
    return database.read(
        handle -> {
          Query query =
              handle
                  .createQuery(sql.toString())
                  .bind("organization", organization.value())
                  .bind("limit", question.limit());
          bind(query, question);
          return query.mapTo(String.class).map(JdbiIncidentViews::read).list();
        });
  }

  private static void bind(Query query, Question question) {
    if (!question.phases().isEmpty()) {
      query.bindList("phases", question.phases().stream().map(JdbiIncidentViews::stored).toList());
    }
    if (question.visibility() != null) {
      query.bind("visibility", stored(question.visibility()));
    }
    if (question.text() != null) {
      query.bind("words", "%" + escaped(question.text().toLowerCase(Locale.ROOT)) + "%");
    }
    if (question.before() != null) {
      query
          .bind("beforeAt", question.before().startedAt())
          .bind("beforeId", question.before().incident().value());
    }
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static IncidentRecord read(String json) {
    return StoredJson.read(json, IncidentRecord.class);
  }
}
