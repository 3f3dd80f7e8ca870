package dev.tocsin.persistence.tenancy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of API tokens. */
final class JdbiTokenStore implements TokenStore {
  private static final String COLUMNS =
      "select organization_id, id, name, role, author_kind, author_id, created_at from api_token ";

  private final Database database;

  JdbiTokenStore(Database database) {
    this.database = database;
  }

  @Override
  public Created<ApiToken> create(ApiToken token, SecretHash secret) {
    return database.write(
        handle -> {
          int inserted = insert(handle, token, secret);
          if (inserted == 0) {
            return new Created<>(
                byId(handle, token.organization(), token.id()).orElseThrow(), false);
          }
          AuditRows.insert(
              handle,
              token.organization(),
              token.createdAt(),
              token.createdBy(),
              "token.create",
              target(token.id()),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", token.name())
                  .put("role", TenancyRows.stored(token.role()))
                  .toString());
          return new Created<>(token, true);
        });
  }

  private static int insert(Handle handle, ApiToken token, SecretHash secret) {
    return handle
        .createUpdate(
            """
            insert into api_token
              (organization_id, id, name, role, secret_hash, author_kind, author_id, created_at)
            values
              (:organization, :id, :name, :role, :secret, :authorKind, :authorId, :createdAt)
            on conflict do nothing
            """)
        .bind("organization", token.organization().value())
        .bind("id", token.id().value())
        .bind("name", token.name())
        .bind("role", TenancyRows.stored(token.role()))
        .bind("secret", secret.hex())
        .bind("authorKind", AuditRows.stored(token.createdBy().kind()))
        .bind("authorId", token.createdBy().id())
        .bind("createdAt", token.createdAt())
        .execute();
  }

  private static Optional<ApiToken> byId(
      Handle handle, OrganizationId organization, TokenId token) {
    return handle
        .createQuery(COLUMNS + "where organization_id = :organization and id = :id")
        .bind("organization", organization.value())
        .bind("id", token.value())
        .map(JdbiTokenStore::read)
        .findOne();
  }

  @Override
  public List<ApiToken> tokens(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    COLUMNS
                        + "where organization_id = :organization order by created_at desc, id desc")
                .bind("organization", organization.value())
                .map(JdbiTokenStore::read)
                .list());
  }

  @Override
  public boolean delete(OrganizationId organization, TokenId token, Author by, Instant at) {
    return database.write(
        handle -> {
          Optional<ApiToken> known = byId(handle, organization, token);
          int deleted =
              handle
                  .createUpdate(
                      "delete from api_token where organization_id = :organization and id = :id")
                  .bind("organization", organization.value())
                  .bind("id", token.value())
                  .execute();
          if (deleted == 0) {
            return false;
          }
          var detail = JsonNodeFactory.instance.objectNode();
          known.ifPresent(it -> detail.put("name", it.name()));
          AuditRows.insert(
              handle, organization, at, by, "token.delete", target(token), detail.toString());
          return true;
        });
  }

  /** The one statement that asks in all organizations: the secret says which one is meant. */
  @Override
  public Optional<ApiToken> find(SecretHash secret) {
    return database.read(
        handle ->
            handle
                .createQuery(COLUMNS + "where secret_hash = :secret")
                .bind("secret", secret.hex())
                .map(JdbiTokenStore::read)
                .findOne());
  }

  private static Target target(TokenId token) {
    return new Target("token", token.toString());
  }

  private static ApiToken read(ResultSet row, StatementContext context) throws SQLException {
    return new ApiToken(
        new TokenId(row.getObject("id", UUID.class)),
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        row.getString("name"),
        TenancyRows.role(row),
        new Author(
            Author.Kind.valueOf(row.getString("author_kind").toUpperCase(Locale.ROOT)),
            row.getObject("author_id", UUID.class)),
        TenancyRows.time(row, "created_at"));
  }
}
