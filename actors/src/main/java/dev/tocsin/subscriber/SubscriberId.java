package dev.tocsin.subscriber;

import dev.tocsin.Ids;
import java.util.UUID;

/** Names a subscriber in the installation. */
public record SubscriberId(UUID value) {
  public static SubscriberId create() {
    return new SubscriberId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
