package dev.tocsin.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names a person who can sign in. */
public record UserId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UserId {}

  public static UserId create() {
    return new UserId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
