package dev.tocsin.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sees an incident, and the time that it took.
 *
 * @param startedAt since when customers suffer
 * @param saidEnd the end that a person set; null where its posts say it
 * @param removed whether it is on no page and in no list any more
 */
public record Standing(
    Visibility visibility, Instant startedAt, @Nullable Instant saidEnd, boolean removed) {
  static final Standing NONE = new Standing(Visibility.INTERNAL, Instant.EPOCH, null, false);

  Standing published() {
    return new Standing(Visibility.PUBLIC, startedAt, saidEnd, removed);
  }

  Standing dated(Instant start, @Nullable Instant end) {
    return new Standing(visibility, start, end, removed);
  }

  Standing gone() {
    return new Standing(visibility, startedAt, saidEnd, true);
  }
}
