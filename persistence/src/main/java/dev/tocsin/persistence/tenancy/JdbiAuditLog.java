package dev.tocsin.persistence.tenancy;

import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.OrganizationId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The audit log's table. */
public final class JdbiAuditLog implements AuditLog {
  /** How many entries one question looks through at most: some hundredths of a second. */
  static final int LOOKED_THROUGH = 20_000;

  private static final String COLUMNS =
      "id, at, author_kind, author_id, action, target_kind, target_id, detail";
  private static final String ORDER = " order by at desc, id desc limit :limit";

  private final Database database;
  private final int lookedThrough;

  public JdbiAuditLog(Database database) {
    this(database, LOOKED_THROUGH);
  }

  JdbiAuditLog(Database database, int lookedThrough) {
    this.database = database;
    this.lookedThrough = lookedThrough;
  }

  /** What is asked for. */
  private record Question(OrganizationId organization, Search search, @Nullable Cursor after) {
    /** What the index of time answers. */
    String stretch() {
      return " from audit_log where organization_id = :organization"
          + (after == null ? "" : " and (at, id) < (:at, :id)")
          + (search.from() == null ? "" : " and at >= :from")
          + (search.to() == null ? "" : " and at < :to");
    }

    String filter() {
      Words words = search.words();
      String named =
          words == null || words.named().isEmpty()
              ? ""
              : " or target_id in (<named>) or cast(author_id as varchar) in (<named>)";
      return " where 1 = 1"
          + (search.author() == null ? "" : " and author_id = :author")
          + (search.kind() == null ? "" : " and target_kind = :kind")
          + (words == null
              ? ""
              : " and (position(:text in lower(action)) > 0"
                  + " or position(:text in lower(detail)) > 0"
                  + named
                  + ")");
    }

    Query bindStretch(Query query) {
      query.bind("organization", organization.value());
      if (after != null) {
        query.bind("at", after.at()).bind("id", after.id());
      }
      if (search.from() != null) {
        query.bind("from", search.from());
      }
      if (search.to() != null) {
        query.bind("to", search.to());
      }
      return query;
    }

    Query bindFilter(Query query) {
      if (search.author() != null) {
        query.bind("author", search.author());
      }
      if (search.kind() != null) {
        query.bind("kind", search.kind());
      }
      Words words = search.words();
      if (words != null) {
        query.bind("text", words.text().toLowerCase(Locale.ROOT));
        if (!words.named().isEmpty()) {
          query.bindList("named", List.copyOf(words.named()));
        }
      }
      return query;
    }
  }

  @Override
  public List<AuditEntry> of(
      OrganizationId organization,
      String targetKind,
      String targetId,
      @Nullable Cursor after,
      int limit) {
    Question question = new Question(organization, Search.ALL, after);
    return database.read(
        handle -> {
          try (Query query =
              handle.createQuery(
                  "select "
                      + COLUMNS
                      + question.stretch()
                      + " and target_kind = :targetKind and target_id = :targetId"
                      + ORDER)) {
            return question
                .bindStretch(query)
                .bind("targetKind", targetKind)
                .bind("targetId", targetId)
                .bind("limit", limit)
                .map(AuditRows::read)
                .list();
          }
        });
  }

  @Override
  public Page page(OrganizationId organization, Search search, @Nullable Cursor after, int limit) {
    Question question = new Question(organization, search, after);
    return database.read(
        handle -> {
          List<AuditEntry> found =
              search.isAll()
                  ? newest(handle, question, limit + 1)
                  : matching(handle, question, limit + 1);
          if (found.size() > limit) {
            List<AuditEntry> shown = found.subList(0, limit);
            return new Page(shown, shown.getLast().cursor());
          }
          return new Page(
              found, search.isAll() ? null : lastLookedThrough(handle, question).orElse(null));
        });
  }

  private static List<AuditEntry> newest(Handle handle, Question question, int limit) {
    try (Query query = handle.createQuery("select " + COLUMNS + question.stretch() + ORDER)) {
      return question.bindStretch(query).bind("limit", limit).map(AuditRows::read).list();
    }
  }

  private List<AuditEntry> matching(Handle handle, Question question, int limit) {
    String sql =
        "select "
            + COLUMNS
            + " from (select "
            + COLUMNS
            + question.stretch()
            + " order by at desc, id desc limit :lookedThrough) stretch"
            + question.filter()
            + ORDER;
    try (Query query = handle.createQuery(sql)) {
      question.bindFilter(question.bindStretch(query));
      return query
          .bind("lookedThrough", lookedThrough)
          .bind("limit", limit)
          .map(AuditRows::read)
          .list();
    }
  }

  /** Empty where the stretch had an end before that. */
  private Optional<Cursor> lastLookedThrough(Handle handle, Question question) {
    String sql =
        "select at, id"
            + question.stretch()
            + " order by at desc, id desc offset :before rows fetch first 1 rows only";
    try (Query query = handle.createQuery(sql)) {
      return question
          .bindStretch(query)
          .bind("before", lookedThrough - 1)
          .map(
              (row, context) ->
                  new Cursor(
                      row.getObject("at", OffsetDateTime.class).toInstant(),
                      row.getObject("id", UUID.class)))
          .findOne();
    }
  }
}
