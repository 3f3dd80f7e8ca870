package dev.tocsin.tenancy.access;

import java.time.Instant;

/**
 * A session that was just started.
 *
 * @param token its signed form, for the cookie or as a bearer token
 */
public record SignedIn(String token, Instant expiresAt, Caller caller) {
  @Override
  public String toString() {
    return "SignedIn[" + caller.principal() + "]";
  }
}
