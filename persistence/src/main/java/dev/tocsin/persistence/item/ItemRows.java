package dev.tocsin.persistence.item;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.configuration.Item;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.secret.SealBrokenException;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of items. One that cannot be read is said once in the log, and left out. */
public final class ItemRows {
  private static final Logger log = LoggerFactory.getLogger(ItemRows.class);
  private static final Tombstones DELETED = new Tombstones("item");

  private static final String SELECT =
      """
      select organization_id, id, kind, content, created_at, revision
      from item
      where organization_id = :organization and deleted_at is null
      """;

  private final Secrets secrets;
  private final ContentKinds kinds;
  private final Set<UUID> broken = ConcurrentHashMap.newKeySet();

  /**
   * @param secrets seal the contents of secret kinds
   */
  public ItemRows(Secrets secrets, ContentKinds kinds) {
    this.secrets = secrets;
    this.kinds = kinds;
  }

  /** A row whose content nobody has looked at. */
  public record Row(
      OrganizationId organization,
      UUID id,
      String kind,
      String content,
      Instant createdAt,
      long revision) {}

  public Optional<Row> find(
      Handle handle, OrganizationId organization, ContentKind<?> kind, UUID id) {
    return handle
        .createQuery(SELECT + " and id = :id and kind = :kind")
        .bind("organization", organization.value())
        .bind("id", id)
        .bind("kind", kind.name())
        .map(ItemRows::row)
        .findOne();
  }

  public boolean wasDeleted(Handle handle, OrganizationId organization, UUID id) {
    return DELETED.has(handle, organization, id);
  }

  public List<Item<?>> changedSince(Handle handle, OrganizationId organization, long revision) {
    return items(
        handle
            .createQuery(SELECT + " and revision > :revision")
            .bind("organization", organization.value())
            .bind("revision", revision)
            .map(ItemRows::row)
            .list());
  }

  public List<UUID> deletedSince(Handle handle, OrganizationId organization, long revision) {
    return DELETED.since(handle, organization, revision);
  }

  /** All of the organization that are of a kind. */
  public <T extends Content> List<Item<T>> ofKind(
      Handle handle, OrganizationId organization, ContentKind<T> kind) {
    List<Row> rows =
        handle
            .createQuery(SELECT + " and kind = :kind order by id")
            .bind("organization", organization.value())
            .bind("kind", kind.name())
            .map(ItemRows::row)
            .list();
    return items(rows).stream().flatMap(item -> item.as(kind).stream()).toList();
  }

  private List<Item<?>> items(List<Row> rows) {
    return rows.stream().<Item<?>>flatMap(row -> read(row).stream()).toList();
  }

  /** Empty where its kind is not known here, or it cannot be read. */
  public Optional<Item<?>> read(Row row) {
    return kinds.byName(row.kind()).flatMap(kind -> read(row, kind));
  }

  private Optional<Item<?>> read(Row row, ContentKind<?> kind) {
    try {
      String json =
          kind.secret()
              ? secrets.open(row.content(), place(row.organization(), row.id()))
              : row.content();
      return Optional.of(
          new Item<Content>(
              row.organization(),
              row.id(),
              StoredJson.read(json, kind.type()),
              row.createdAt(),
              row.revision()));
    } catch (IllegalStateException | SealBrokenException unreadable) {
      if (broken.add(row.id())) {
        log.error(
            "The {} {} of the organization {} cannot be read and is left out: {}",
            kind.words(),
            row.id(),
            row.organization(),
            unreadable.getMessage());
      }
      return Optional.empty();
    }
  }

  /**
   * An id from outside may be that of something else, which nothing of this kind replaces.
   *
   * @throws ConflictException where it is
   */
  public static void refuseOtherKind(
      Handle handle, OrganizationId organization, ContentKind<?> kind, UUID id) {
    boolean isTaken =
        handle
                .createQuery(
                    """
                    select count(*) from item
                    where organization_id = :organization and id = :id and kind <> :kind
                    """)
                .bind("organization", organization.value())
                .bind("id", id)
                .bind("kind", kind.name())
                .mapTo(Long.class)
                .one()
            > 0;
    if (isTaken) {
      throw new ConflictException("The id belongs to something else; choose another one");
    }
  }

  /** Writes an item in the place of what had its id, be it deleted; never of another kind. */
  public void put(Handle handle, Item<?> item) {
    if (write(
            handle,
            item,
            """
            update item set kind = :kind, owner_id = :owner, name = :name, content = :content,
              created_at = :createdAt, deleted_at = null, revision = :revision
            where organization_id = :organization and id = :id and kind = :kind
            """)
        == 0) {
      write(
          handle,
          item,
          """
          insert into item
            (organization_id, id, kind, owner_id, name, content, created_at, revision)
          values
            (:organization, :id, :kind, :owner, :name, :content, :createdAt, :revision)
          """);
    }
  }

  private int write(Handle handle, Item<?> item, String statement) {
    Content content = item.content();
    ContentKind<?> kind = kinds.of(content);
    UserId owner = content.owner();
    String json = StoredJson.write(content);
    return handle
        .createUpdate(statement)
        .bind("organization", item.organization().value())
        .bind("id", item.id())
        .bind("kind", kind.name())
        .bindByType("owner", owner == null ? null : owner.value(), UUID.class)
        .bind("name", content.name())
        .bind(
            "content",
            kind.secret() ? secrets.seal(json, place(item.organization(), item.id())) : json)
        .bind("createdAt", item.createdAt())
        .bind("revision", item.revision())
        .execute();
  }

  public static void delete(
      Handle handle, OrganizationId organization, UUID id, Instant at, long revision) {
    delete(handle, organization, "id", id, at, revision);
  }

  /** All that is a person's own in the organization. */
  static void deleteOwned(
      Handle handle, OrganizationId organization, UserId owner, Instant at, long revision) {
    delete(handle, organization, "owner_id", owner.value(), at, revision);
  }

  private static void delete(
      Handle handle,
      OrganizationId organization,
      String column,
      UUID value,
      Instant at,
      long revision) {
    handle
        .createUpdate(
            """
            update item
            set owner_id = null, name = '', content = '', deleted_at = :at, revision = :revision
            where deleted_at is null and organization_id = :organization and
            """
                + column
                + " = :value")
        .bind("organization", organization.value())
        .bind("value", value)
        .bind("at", at)
        .bind("revision", revision)
        .execute();
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    return new Row(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getString("content"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getLong("revision"));
  }

  private static Secrets.Place place(OrganizationId organization, UUID id) {
    return new Secrets.Place(organization.value(), id, "item.content");
  }
}
