package dev.tocsin.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be closed in the reverse order; one that fails to close stops no other. */
final class Started implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Started.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    for (var part = next(); part != null; part = next()) {
      try {
        part.close();
      } catch (Exception e) {
        log.warn("A part of this process did not end as it should.", e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    return parts.poll();
  }
}
