package dev.tocsin.persistence.tenancy;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Writes audit rows within the transaction of what they tell of. */
public final class AuditRows {
  private static final String INSERT =
      """
      insert into audit_log
        (organization_id, id, at, author_kind, author_id, action, target_kind, target_id, detail)
      values
        (:organization, :id, :at, :authorKind, :authorId, :action, :targetKind, :targetId, :detail)
      on conflict do nothing
      """;

  private AuditRows() {}

  /**
   * Adds one row with a new id.
   *
   * @param action as {@code monitor.create}
   * @param target as {@code monitor} and its id
   * @param detail a JSON object; never secrets
   */
  public static void insert(
      Handle handle,
      OrganizationId organization,
      Instant at,
      Author by,
      String action,
      Target target,
      String detail) {
    AuditEntry entry =
        new AuditEntry(Ids.create(), at, by, action, target.kind(), target.id(), detail);
    insertAbsent(handle, List.of(new OrganizationEntry(organization, entry)));
  }

  /** Adds one row for each, of what was done to all of them at once. */
  static void insert(
      Handle handle,
      OrganizationId organization,
      Instant at,
      Author by,
      String action,
      List<Target> targets) {
    insertAbsent(
        handle,
        targets.stream()
            .map(
                target ->
                    new AuditEntry(Ids.create(), at, by, action, target.kind(), target.id(), "{}"))
            .map(entry -> new OrganizationEntry(organization, entry))
            .toList());
  }

  /** Adds rows whose ids their caller derived; those that are there already stay as they are. */
  public static void insertAbsent(Handle handle, Collection<OrganizationEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
      entries.forEach(row -> add(batch, row.organization(), row.entry()));
      batch.execute();
    }
  }

  private static void add(PreparedBatch batch, OrganizationId organization, AuditEntry entry) {
    batch
        .bind("organization", organization.value())
        .bind("id", entry.id())
        .bind("at", entry.at())
        .bind("authorKind", stored(entry.by().kind()))
        .bind("authorId", entry.by().id())
        .bind("action", entry.action())
        .bind("targetKind", entry.targetKind())
        .bind("targetId", entry.targetId())
        .bind("detail", entry.detail())
        .add();
  }

  /** How a kind of author is written in tables. */
  public static String stored(Author.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static AuditEntry read(ResultSet row, StatementContext context) throws SQLException {
    return new AuditEntry(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        new Author(
            Author.Kind.valueOf(row.getString("author_kind").toUpperCase(Locale.ROOT)),
            row.getObject("author_id", UUID.class)),
        row.getString("action"),
        row.getString("target_kind"),
        row.getString("target_id"),
        row.getString("detail"));
  }

  /** What something was done to. */
  public record Target(String kind, String id) {}

  /** An entry and whose it is. */
  public record OrganizationEntry(OrganizationId organization, AuditEntry entry) {}
}
