package dev.tocsin.alert;

import dev.tocsin.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a service brought: services tell again what they do not know to have arrived, and
 * others may say again what they have seen.
 *
 * @param id the same however often it is told
 * @param who gave it, as a chat calls them, "Ada (Telegram)"; null where only a place is known
 */
public record Answer(UUID id, @Nullable String who) {
  private static final UUID SCOPE = new UUID(0, 0);

  /**
   * @param name the service's own for the request, which no other request has
   */
  public static Answer of(Via via, String name, @Nullable String who) {
    return new Answer(Ids.derive(SCOPE, "answer", via + " " + name), who);
  }
}
