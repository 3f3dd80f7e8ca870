package dev.tocsin.notify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one attempt to send a message. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = Outcome.Retry.class, name = "retry"),
  @JsonSubTypes.Type(value = Outcome.Permanent.class, name = "permanent")
})
public sealed interface Outcome extends CborSerializable {
  /**
   * The service answers for it from now on.
   *
   * @param reference the service's own name for the message, by which it tells later what became of
   *     it; null where it has none
   */
  record Delivered(@Nullable String reference) implements Outcome {}

  /**
   * It may go out later.
   *
   * @param reason in words for who reads the delivery log, without secrets
   * @param after how long the service wants to be left alone; null where it did not say
   * @param wide whether it says nothing of this place alone: no other place of the same account
   *     would have been reached either
   */
  record Retry(String reason, @Nullable Duration after, boolean wide) implements Outcome {
    public Retry(String reason, @Nullable Duration after) {
      this(reason, after, false);
    }

    public static Retry wide(String reason, @Nullable Duration after) {
      return new Retry(reason, after, true);
    }
  }

  /**
   * It will not go out however often it is tried.
   *
   * @param reason in words for who reads the delivery log, without secrets
   * @param wide whether it says nothing of this place alone: none of the same account takes any
   */
  record Permanent(String reason, boolean wide) implements Outcome {
    public Permanent(String reason) {
      this(reason, false);
    }

    public static Permanent wide(String reason) {
      return new Permanent(reason, true);
    }
  }
}
