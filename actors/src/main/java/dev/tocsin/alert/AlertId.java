package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tocsin.Ids;
import dev.tocsin.monitor.OutageId;
import java.time.Instant;
import java.util.UUID;

/** Names an alert; one for an outage bears the outage's id, so that raising it twice is once. */
public record AlertId(@JsonValue UUID value) {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AlertId {}

  public static AlertId create() {
    return new AlertId(Ids.create());
  }

  /** Of a place that fails since a time: found twice, it is one. */
  static AlertId of(UUID place, Instant since) {
    return new AlertId(Ids.derive(place, "not delivering", since.toString()));
  }

  public static AlertId of(OutageId outage) {
    return new AlertId(outage.value());
  }

  /**
   * What people call it, as "A-7KQ2M": known before anything is stored, and without a letter that
   * is taken for another (Crockford's base 32).
   */
  public String code() {
    long bits = value.getLeastSignificantBits();
    StringBuilder code = new StringBuilder("A-");
    for (int shift = 20; shift >= 0; shift -= 5) {
      code.append(DIGITS.charAt((int) (bits >>> shift) & 31));
    }
    return code.toString();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
