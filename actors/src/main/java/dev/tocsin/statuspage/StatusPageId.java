package dev.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names a status page within its organization. */
public record StatusPageId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public StatusPageId {}

  public static StatusPageId create() {
    return new StatusPageId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
