package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A page as it is sent, made when something on it changed.
 *
 * @param version grows with each rendering of the page on this node
 * @param renderedAt the time as of which it is true
 * @param below the pages under it by their paths, as {@code history}
 */
record PageSnapshot(
    PageKey key,
    String slug,
    long version,
    Instant renderedAt,
    ReadyBody body,
    Map<String, ReadyBody> below) {
  PageSnapshot {
    below = Map.copyOf(below);
  }

  /**
   * @param path empty for the page itself
   */
  Optional<ReadyBody> at(String path) {
    return path.isEmpty() ? Optional.of(body) : Optional.ofNullable(below.get(path));
  }
}
