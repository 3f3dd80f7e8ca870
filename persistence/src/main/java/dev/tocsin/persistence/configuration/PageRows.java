package dev.tocsin.persistence.configuration;

import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.item.Tombstones;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of status pages. A deleted page leaves its slug to others. */
public final class PageRows {
  private static final Tombstones DELETED = new Tombstones("status_page");

  private static final String SELECT =
      """
      select organization_id, id, slug, name, visibility, content, created_at, revision
      from status_page
      where organization_id = :organization
      """;

  /** The part of a page that nothing asks the table for. */
  private record Content(
      List<StatusPageConfig.Group> groups, List<StatusPageConfig.Component> components) {}

  private PageRows() {}

  static Optional<StatusPageConfig> find(
      Handle handle, OrganizationId organization, StatusPageId page) {
    return handle
        .createQuery(SELECT + " and id = :id and deleted_at is null")
        .bind("organization", organization.value())
        .bind("id", page.value())
        .map(PageRows::read)
        .findOne();
  }

  /** Those that anybody may see. */
  public static List<StatusPageConfig> ofPublic(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(SELECT + " and visibility = 'public' and deleted_at is null")
        .bind("organization", organization.value())
        .map(PageRows::read)
        .list();
  }

  static boolean wasDeleted(Handle handle, OrganizationId organization, StatusPageId page) {
    return DELETED.has(handle, organization, page.value());
  }

  static List<StatusPageConfig> changedSince(
      Handle handle, OrganizationId organization, long revision) {
    return handle
        .createQuery(SELECT + " and revision > :revision and deleted_at is null")
        .bind("organization", organization.value())
        .bind("revision", revision)
        .map(PageRows::read)
        .list();
  }

  static List<StatusPageId> deletedSince(
      Handle handle, OrganizationId organization, long revision) {
    return DELETED.since(handle, organization, revision).stream().map(StatusPageId::new).toList();
  }

  static void insert(Handle handle, StatusPageConfig page) {
    bind(
            handle.createUpdate(
                """
                insert into status_page
                  (organization_id, id, slug, name, visibility, content, created_at, revision)
                values
                  (:organization, :id, :slug, :name, :visibility, :content, :createdAt, :revision)
                """),
            page)
        .bind("createdAt", page.createdAt())
        .execute();
  }

  static void update(Handle handle, StatusPageConfig page) {
    bind(
            handle.createUpdate(
                """
                update status_page set slug = :slug, name = :name, visibility = :visibility,
                  content = :content, revision = :revision
                where organization_id = :organization and id = :id
                """),
            page)
        .execute();
  }

  static void delete(
      Handle handle, OrganizationId organization, StatusPageId page, Instant at, long revision) {
    handle
        .createUpdate(
            """
            update status_page
            set slug = null, name = '', content = '{}', deleted_at = :at, revision = :revision
            where organization_id = :organization and id = :id
            """)
        .bind("organization", organization.value())
        .bind("id", page.value())
        .bind("at", at)
        .bind("revision", revision)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, StatusPageConfig page) {
    return statement
        .bind("organization", page.organization().value())
        .bind("id", page.id().value())
        .bind("slug", page.slug())
        .bind("name", page.name())
        .bind("visibility", page.visibility().name().toLowerCase(Locale.ROOT))
        .bind("content", StoredJson.write(new Content(page.groups(), page.components())))
        .bind("revision", page.revision());
  }

  private static StatusPageConfig read(ResultSet row, StatementContext context)
      throws SQLException {
    Content content = StoredJson.read(row.getString("content"), Content.class);
    return new StatusPageConfig(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        new StatusPageId(row.getObject("id", UUID.class)),
        row.getString("slug"),
        row.getString("name"),
        Visibility.valueOf(row.getString("visibility").toUpperCase(Locale.ROOT)),
        content.groups(),
        content.components(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getLong("revision"));
  }
}
