package dev.tocsin.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in.
 *
 * @param name as the person wants to be called; null where none was given
 */
public record User(UserId id, EmailAddress email, @Nullable String name, Instant createdAt) {}
