package dev.tocsin.tenancy;

import java.time.Instant;

/**
 * A user in an organization.
 *
 * @param since when the user joined
 */
public record Member(User user, Role role, Instant since) {}
