package dev.tocsin.incident;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was told at a time, as it reads now.
 *
 * @param id the same when it is sent again
 * @param at the time that it bears, which a person may set
 * @param message in Markdown, as it was typed
 * @param affected what it says of components from then on; those not named stay as they were
 * @param correctedAt when its words were changed last; null for never
 */
public record Post(
    UUID id,
    Instant at,
    Phase phase,
    String message,
    List<Affected> affected,
    @Nullable Instant correctedAt) {
  public Post {
    affected = List.copyOf(affected);
  }

  /** The same, at another time. */
  Post at(Instant other) {
    return new Post(id, other, phase, message, affected, correctedAt);
  }

  Post saying(String other, Instant when) {
    return new Post(id, at, phase, other, affected, when);
  }
}
