package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.monitor.MonitorId;

/** What raised an alert. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AlertSource.OfMonitor.class, name = "monitor"),
  @JsonSubTypes.Type(value = AlertSource.ByHand.class, name = "hand")
})
public sealed interface AlertSource {
  /** An outage of a monitor; the alert bears its id. */
  record OfMonitor(MonitorId monitor) implements AlertSource {}

  /** A person, or a program through the API. */
  record ByHand() implements AlertSource {}
}
