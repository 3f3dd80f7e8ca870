package dev.tocsin.monitor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names a monitor within its organization. */
public record MonitorId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MonitorId {}

  public static MonitorId create() {
    return new MonitorId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
