package dev.tocsin.tenancy;

/**
 * A password as it is kept: the PHC string of its Argon2id hash.
 *
 * @param phc {@code $argon2id$v=19$m=...,t=...,p=...$salt$hash}
 */
public record PasswordHash(String phc) {
  @Override
  public String toString() {
    return "***";
  }
}
