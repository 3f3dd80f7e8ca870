package dev.tocsin.tenancy;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in.
 *
 * @param name as the person wants to be called; null where none was given
 * @param timeZone that the person reads times in; null where none was chosen
 */
public record User(
    UserId id,
    EmailAddress email,
    @Nullable String name,
    Instant createdAt,
    @Nullable ZoneId timeZone) {

  public User(UserId id, EmailAddress email, @Nullable String name, Instant createdAt) {
    this(id, email, name, createdAt, null);
  }

  public User changed(@Nullable String otherName, @Nullable ZoneId otherZone) {
    return new User(id, email, otherName, createdAt, otherZone);
  }

  /** The name, else the e-mail address. */
  public String called() {
    return name == null ? email.value() : name;
  }
}
