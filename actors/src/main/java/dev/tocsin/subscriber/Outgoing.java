package dev.tocsin.subscriber;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A letter to one subscriber that one node has claimed for one attempt.
 *
 * @param id names the letter, in all attempts
 * @param claim by which the node holds it
 * @param attempt counted from 1
 */
public record Outgoing(
    UUID id, UUID claim, int attempt, Instant queuedAt, Subscriber to, Page page, Matter matter) {
  /** The status page, as it is called now. */
  public record Page(String name, String slug) {}

  /** What the letter is for. */
  public sealed interface Matter {
    /** Somebody entered the address; whether its owner wants that, this asks. */
    record Confirm() implements Matter {}

    /** Somebody entered the address of one who is told already. */
    record Known() implements Matter {}

    record Tell(Bulletin bulletin) implements Matter {}
  }

  /** What is told; null where it is a question. */
  public @Nullable Bulletin bulletin() {
    return matter instanceof Matter.Tell(Bulletin bulletin) ? bulletin : null;
  }
}
