package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.monitor.MonitorId;
import java.time.Instant;
import java.util.UUID;

/** Why nobody is told of an alert for now. What is still open afterwards is told then. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "hold")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Hold.ForMaintenance.class, name = "maintenance"),
  @JsonSubTypes.Type(value = Hold.ForParent.class, name = "parent"),
  @JsonSubTypes.Type(value = Hold.ForGroup.class, name = "group")
})
public sealed interface Hold extends CborSerializable {
  /** Its monitor is worked on; {@code until} is the end of the window that is open. */
  record ForMaintenance(UUID maintenance, Instant until) implements Hold {}

  /** What its monitor depends on is down, and told of. */
  record ForParent(MonitorId monitor) implements Hold {}

  /** Another alert of the same group is told of, for all of it. */
  record ForGroup(AlertId alert) implements Hold {}
}
