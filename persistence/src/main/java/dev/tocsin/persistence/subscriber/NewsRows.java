package dev.tocsin.persistence.subscriber;

import dev.tocsin.incident.IncidentNews;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Post;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What is to be told of incidents, written in the transaction that writes their rows. What is known
 * already is read, not written: a write of an incident never waits for what makes letters of it.
 */
public final class NewsRows {
  /** Older news nobody is told of; incidents that are written again have no row for it. */
  private static final Duration KEPT = Duration.ofDays(3);

  private static final UUID NONE = new UUID(0, 0);

  private NewsRows() {}

  /**
   * @return whether there may be something new to tell
   */
  public static boolean write(Handle handle, Collection<IncidentRecord> incidents, Instant now) {
    boolean isNews = false;
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into incident_news (organization_id, incident_id, post_id, at, spread)
            select cast(:organization as uuid), cast(:incident as uuid), cast(:post as uuid),
              cast(:at as timestamp(6) with time zone), false
            where not exists (
              select 1 from incident_news
              where organization_id = :organization and incident_id = :incident
                and post_id = :post)
            on conflict do nothing
            """)) {
      for (IncidentRecord incident : incidents) {
        for (IncidentNews news : IncidentNews.of(incident)) {
          if (news.at().isAfter(now.minus(KEPT))) {
            batch
                .bind("organization", incident.ref().organization().value())
                .bind("incident", incident.ref().incident().value())
                .bind("post", news.post())
                .bind("at", news.at())
                .add();
          }
        }
      }
      if (batch.size() > 0) {
        for (int written : batch.execute()) {
          isNews |= written > 0;
        }
      }
    }
    incidents.stream()
        .filter(IncidentNews::wereTakenBack)
        .forEach(incident -> withdraw(handle, incident));
    return isNews;
  }

  /**
   * Of what was taken back, whatever has not gone out yet stays here. A record that is older than
   * the row knows nothing of later updates, and takes none of them back.
   */
  private static void withdraw(Handle handle, IncidentRecord incident) {
    List<UUID> shown =
        incident.isThere() ? incident.posts().stream().map(Post::id).toList() : List.of();
    handle
        .createUpdate(
            """
            update announcement set withdrawn = true
            where organization_id = :organization and subject_id = :incident and not withdrawn
              and post_id not in (<shown>)
              and exists (
                select 1 from incident
                where organization_id = :organization and id = :incident and sequence = :sequence)
            """)
        .bind("sequence", incident.sequence())
        .bind("organization", incident.ref().organization().value())
        .bind("incident", incident.ref().incident().value())
        .bindList("shown", shown.isEmpty() ? List.of(NONE) : shown)
        .execute();
  }
}
