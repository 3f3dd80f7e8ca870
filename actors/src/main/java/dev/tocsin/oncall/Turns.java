package dev.tocsin.oncall;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Who of a layer is on call when, before its restrictions. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Rotation.class, name = "rotation"),
  @JsonSubTypes.Type(value = FixedTurns.class, name = "fixed")
})
public sealed interface Turns permits Rotation, FixedTurns {
  /** The turns that touch this time, whole, in their order; no two of them meet. */
  List<Turn> between(Instant from, Instant until, ZoneId timeZone);

  Set<UserId> everybody();
}
