package dev.tocsin.oncall;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names an override of a schedule. */
public record OverrideId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OverrideId {}

  public static OverrideId create() {
    return new OverrideId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
