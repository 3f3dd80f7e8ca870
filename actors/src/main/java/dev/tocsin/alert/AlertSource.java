package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.StorableText;
import dev.tocsin.monitor.MonitorId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What raised an alert. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AlertSource.OfMonitor.class, name = "monitor"),
  @JsonSubTypes.Type(value = AlertSource.ByHand.class, name = "hand"),
  @JsonSubTypes.Type(value = AlertSource.OfPlace.class, name = "place")
})
public sealed interface AlertSource {
  /** An outage of a monitor; the alert bears its id. */
  record OfMonitor(MonitorId monitor) implements AlertSource {}

  /**
   * A person, or a program through the API.
   *
   * @param name what it calls itself, by which alerts are grouped; null for a person
   */
  record ByHand(@Nullable String name) implements AlertSource {
    public ByHand {
      name = name == null ? null : StorableText.of(name);
    }

    public ByHand() {
      this(null);
    }
  }

  /**
   * A channel or contact method that messages do not reach.
   *
   * @param wide whether all of its account with the provider is at fault
   */
  record OfPlace(UUID place, boolean wide) implements AlertSource {}
}
