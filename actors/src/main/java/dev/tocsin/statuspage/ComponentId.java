package dev.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names a component of a status page. */
public record ComponentId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ComponentId {}

  public static ComponentId create() {
    return new ComponentId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
