package dev.tocsin.persistence.tenancy;

import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.OrganizationId;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The audit log's table. */
public final class JdbiAuditLog implements AuditLog {
  private static final String COLUMNS =
      """
      select id, at, author_kind, author_id, action, target_kind, target_id, detail
      from audit_log
      where organization_id = :organization
      """;
  private static final String ORDER = " order by at desc, id desc limit :limit";
  private static final String FIRST_PAGE = COLUMNS + ORDER;
  private static final String NEXT_PAGE = COLUMNS + " and (at, id) < (:at, :id)" + ORDER;

  private final Database database;

  public JdbiAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public List<AuditEntry> page(OrganizationId organization, @Nullable Cursor after, int limit) {
    return database.read(
        handle -> {
          try (Query query = handle.createQuery(after == null ? FIRST_PAGE : NEXT_PAGE)) {
            query.bind("organization", organization.value()).bind("limit", limit);
            if (after != null) {
              query.bind("at", after.at()).bind("id", after.id());
            }
            return query.map(AuditRows::read).list();
          }
        });
  }
}
