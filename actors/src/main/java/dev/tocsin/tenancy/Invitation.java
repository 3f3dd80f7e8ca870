package dev.tocsin.tenancy;

import java.time.Instant;

/** Somebody was asked to join an organization and has not answered yet. */
public record Invitation(
    InvitationId id,
    OrganizationId organization,
    EmailAddress email,
    Role role,
    Instant createdAt,
    Instant expiresAt) {}
