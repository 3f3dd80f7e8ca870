package dev.tocsin.tenancy;

import java.time.Instant;

/**
 * A sign-in that has not ended.
 *
 * @param client what the browser or program calls itself, at most 200 characters, maybe empty
 * @param address that it was started from; empty where that is not known
 */
public record Session(
    SessionId id,
    UserId user,
    String client,
    String address,
    Instant createdAt,
    Instant expiresAt) {

  public Session(SessionId id, UserId user, String client, Instant createdAt, Instant expiresAt) {
    this(id, user, client, "", createdAt, expiresAt);
  }
}
