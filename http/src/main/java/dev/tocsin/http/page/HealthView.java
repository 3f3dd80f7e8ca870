package dev.tocsin.http.page;

import dev.tocsin.alert.PlaceHealth;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages reach a place, for who reads it.
 *
 * @param style of the state that stands before it
 * @param name of the state, in a word or two
 * @param sentence since when, and when something arrived last; may be empty
 * @param reason why the last message did not arrive; null where it did
 */
public record HealthView(String style, String name, String sentence, @Nullable String reason) {

  static HealthView of(PlaceHealth health, Times times) {
    String since = health.since() == null ? "" : " since " + times.time(health.since());
    String last =
        health.lastDeliveredAt() == null
            ? "No alert has arrived in the last 90 days."
            : "The last alert arrived on " + times.time(health.lastDeliveredAt()) + ".";
    return switch (health.state()) {
      case DELIVERING -> new HealthView("up", "Delivering", last, null);
      case FAILING ->
          new HealthView("degraded", "Failing", "Failing" + since + ". " + last, health.reason());
      case NOT_DELIVERING ->
          new HealthView(
              "down",
              "Not delivering",
              "Not delivering" + since + "; the owners were told. " + last,
              health.reason());
      case UNKNOWN -> new HealthView("pending", "No alert yet", "No alert went there yet.", null);
    };
  }

  /** Whether somebody should look. */
  public boolean isBad() {
    return reason != null;
  }
}
