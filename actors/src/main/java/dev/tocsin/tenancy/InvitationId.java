package dev.tocsin.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names an invitation into an organization. */
public record InvitationId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InvitationId {}

  public static InvitationId create() {
    return new InvitationId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
