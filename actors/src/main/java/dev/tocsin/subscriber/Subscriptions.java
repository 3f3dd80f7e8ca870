package dev.tocsin.subscriber;

/**
 * Subscribers, for whoever is asked by them.
 *
 * @param hint a letter was queued; it would be found without this, only later
 */
public record Subscriptions(
    SubscriberStore store, SubscriberLinks links, Destinations destinations, Runnable hint) {
  /** Whether the page offers to anybody to be told: by mail, which is what most have. */
  public boolean isOffered() {
    return destinations.isOpen(Destination.Kind.EMAIL);
  }
}
