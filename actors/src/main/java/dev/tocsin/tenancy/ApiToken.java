package dev.tocsin.tenancy;

import java.time.Instant;

/**
 * What a program shows instead of a person's session; it belongs to one organization.
 *
 * @param name for people
 * @param createdBy the user or token that made it
 */
public record ApiToken(
    TokenId id,
    OrganizationId organization,
    String name,
    Role role,
    Author createdBy,
    Instant createdAt) {}
