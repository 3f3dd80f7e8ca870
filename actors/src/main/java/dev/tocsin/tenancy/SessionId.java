package dev.tocsin.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names one sign-in of a person in one browser or client. */
public record SessionId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {}

  public static SessionId create() {
    return new SessionId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
