package dev.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names a group of components. */
public record GroupId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GroupId {}

  public static GroupId create() {
    return new GroupId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
