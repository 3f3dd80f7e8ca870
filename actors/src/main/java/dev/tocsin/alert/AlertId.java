package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import dev.tocsin.monitor.OutageId;
import java.util.UUID;

/** Names an alert; one for an outage bears the outage's id, so that raising it twice is once. */
public record AlertId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AlertId {}

  public static AlertId create() {
    return new AlertId(Ids.create());
  }

  public static AlertId of(OutageId outage) {
    return new AlertId(outage.value());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
