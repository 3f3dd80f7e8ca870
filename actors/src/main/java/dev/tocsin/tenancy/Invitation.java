package dev.tocsin.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was asked to join an organization and has not answered yet.
 *
 * @param mail that carries its link; null where Tocsin sends none
 */
public record Invitation(
    InvitationId id,
    OrganizationId organization,
    EmailAddress email,
    Role role,
    Instant createdAt,
    Instant expiresAt,
    @Nullable InvitationMail mail) {
  /** One whose link somebody sends on. */
  public Invitation(
      InvitationId id,
      OrganizationId organization,
      EmailAddress email,
      Role role,
      Instant createdAt,
      Instant expiresAt) {
    this(id, organization, email, role, createdAt, expiresAt, null);
  }
}
