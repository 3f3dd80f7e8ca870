package dev.tocsin.configuration;

import dev.tocsin.tenancy.UserId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something small that people configured and that every node holds in memory: a policy, a schedule,
 * a channel. Jackson writes it, as a record, into one text of its row.
 */
public interface Content {
  /** What people call it, in at most 100 characters. */
  String name();

  /** Whose own it is, so that it goes with their membership; null for the organization's. */
  default @Nullable UserId owner() {
    return null;
  }

  /** The ids of the other contents that it names: they stay while it does. */
  default Set<UUID> references() {
    return Set.of();
  }
}
