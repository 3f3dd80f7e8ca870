package dev.tocsin.tenancy;

import java.util.UUID;

/**
 * Who changed something, as events and audit rows keep it: an id and never a name, so that a person
 * can be erased.
 *
 * @param id of the user or the token; of the organization where the system itself acted
 */
public record Author(Kind kind, UUID id) {
  public enum Kind {
    USER,
    TOKEN,
    SYSTEM
  }

  public static Author user(UserId user) {
    return new Author(Kind.USER, user.value());
  }

  public static Author token(TokenId token) {
    return new Author(Kind.TOKEN, token.value());
  }

  public static Author system(OrganizationId organization) {
    return new Author(Kind.SYSTEM, organization.value());
  }
}
