package dev.tocsin.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names an organization, the tenant that owns everything else. */
public record OrganizationId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OrganizationId {}

  public static OrganizationId create() {
    return new OrganizationId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
