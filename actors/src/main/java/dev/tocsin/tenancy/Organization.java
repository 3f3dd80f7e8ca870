package dev.tocsin.tenancy;

import java.time.Instant;

/** The tenant: everything else belongs to exactly one. */
public record Organization(OrganizationId id, String name, Instant createdAt) {}
