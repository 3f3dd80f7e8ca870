package dev.tocsin.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * Who is asking, in which organization, and with what right.
 *
 * @param session null where a token asks
 */
public record Principal(
    Author author, OrganizationId organization, Role role, @Nullable SessionId session) {}
