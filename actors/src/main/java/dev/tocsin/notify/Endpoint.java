package dev.tocsin.notify;

import java.util.Map;
import java.util.Optional;

/**
 * Where messages go, and by which kind of channel.
 *
 * @param type of the channel, as {@code email} or {@code webhook}
 * @param settings by the names of the API's fields, as {@code address} or {@code url}; what a kind
 *     says to be secret never leaves the program but to the service itself
 */
public record Endpoint(String type, Map<String, String> settings) {
  public Endpoint {
    settings = Map.copyOf(settings);
  }

  /**
   * @throws IllegalStateException where there is none: the endpoint was not read by its kind
   */
  public String setting(String field) {
    return optional(field)
        .orElseThrow(() -> new IllegalStateException("A channel of " + type + " lacks " + field));
  }

  public Optional<String> optional(String field) {
    return Optional.ofNullable(settings.get(field));
  }

  @Override
  public String toString() {
    return "Endpoint[" + type + "]";
  }
}
