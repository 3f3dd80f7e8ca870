package dev.tocsin.tenancy;

import java.time.Instant;

/**
 * A sign-in that has not ended.
 *
 * @param client what the browser or program calls itself, at most 200 characters, maybe empty
 */
public record Session(
    SessionId id, UserId user, String client, Instant createdAt, Instant expiresAt) {}
