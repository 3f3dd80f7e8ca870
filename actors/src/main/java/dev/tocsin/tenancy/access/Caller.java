package dev.tocsin.tenancy.access;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, with what else is known of them.
 *
 * @param user null where a token asks
 * @param expiresAt of the session; null where a token asks
 * @param roles in every organization that the caller may choose
 */
public record Caller(
    Principal principal,
    @Nullable User user,
    @Nullable Instant expiresAt,
    Map<OrganizationId, Role> roles) {}
