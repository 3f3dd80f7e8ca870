package dev.tocsin.tenancy;

import java.util.UUID;

/**
 * Who changed something, as events and audit rows keep it: an id and never a name, so that a person
 * can be erased.
 *
 * @param id of the user or the token; where the system itself acted, of the organization, or of the
 *     rule by which it did
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

  public static Author rule(UUID rule) {
    return new Author(Kind.SYSTEM, rule);
  }

  public static Author system(OrganizationId organization) {
    return new Author(Kind.SYSTEM, organization.value());
  }
}
