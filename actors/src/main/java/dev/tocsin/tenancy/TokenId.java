package dev.tocsin.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import java.util.UUID;

/** Names an API token. */
public record TokenId(@JsonValue UUID value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TokenId {}

  public static TokenId create() {
    return new TokenId(Ids.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
