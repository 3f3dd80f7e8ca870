package dev.tocsin.http.testing;

import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.RandomSecret;
import java.time.Instant;
import java.util.Locale;

/** Fills a server with people, whose passwords are all the same. */
public final class Organizations {
  public static final String PASSWORD = "correct horse battery";

  private final TestServer server;
  private final PasswordHash hash;

  public Organizations(TestServer server) {
    this.server = server;
    this.hash = server.passwords.hash(PASSWORD).toCompletableFuture().join();
  }

  /** An organization with one member of each role: {@code owner@NAME.test}, ... */
  public OrganizationId found(String name) {
    Instant now = server.time.instant();
    Organization organization = new Organization(OrganizationId.create(), name, now);
    server.tenancy.signUp(organization, account(Role.OWNER, name));
    for (Role role : new Role[] {Role.VIEWER, Role.RESPONDER, Role.ADMIN}) {
      server.tenancy.add(organization.id(), account(role, name), role, now);
    }
    server.configuration.refresh().toCompletableFuture().join();
    return organization.id();
  }

  public static String email(Role role, String name) {
    return role.name().toLowerCase(Locale.ROOT) + "@" + name + ".test";
  }

  public Account account(Role role, String name) {
    return account(email(role, name));
  }

  public Account account(String email) {
    return new Account(
        new User(
            UserId.create(), EmailAddress.parse(email).orElseThrow(), null, server.time.instant()),
        hash);
  }

  /** A token of a role. */
  public String token(OrganizationId organization, Role role) {
    String secret = RandomSecret.create(RandomSecret.TOKEN);
    server.tenancy.create(
        new ApiToken(
            TokenId.create(),
            organization,
            "for tests",
            role,
            Author.system(organization),
            server.time.instant()),
        SecretHash.of(secret));
    return secret;
  }
}
