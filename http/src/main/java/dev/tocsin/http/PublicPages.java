package dev.tocsin.http;

import org.jspecify.annotations.Nullable;

/** What anybody may read, answered from memory before anything else is looked at. */
@FunctionalInterface
public interface PublicPages {
  /**
   * Called on the server's own threads, so it must not block; the server adds the security headers.
   *
   * @return null where the address is not one of these
   */
  @Nullable ReadyAnswer answer(Asked asked);
}
