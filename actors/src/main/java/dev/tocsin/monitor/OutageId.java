package dev.tocsin.monitor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names the time from down to up of one monitor; an alert for it bears the same id. */
public record OutageId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OutageId {}

  public static OutageId create() {
    return new OutageId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
