package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names an incident. */
public record IncidentId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public IncidentId {}

  public static IncidentId create() {
    return new IncidentId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
