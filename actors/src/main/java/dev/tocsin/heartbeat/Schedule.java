package dev.tocsin.heartbeat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When the next ping is due after the last one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Period.class, name = "period"),
  @JsonSubTypes.Type(value = Schedule.Cron.class, name = "cron")
})
public sealed interface Schedule {
  /**
   * @return empty where no ping is due any more: a cron expression for a day that does not come
   */
  Optional<Instant> dueAfter(Instant last);

  /** So long after the one before, whenever that was. */
  record Period(Duration period) implements Schedule {
    @Override
    public Optional<Instant> dueAfter(Instant last) {
      return Optional.of(last.plus(period));
    }
  }

  /**
   * At the times of a cron expression, by the clocks of a place.
   *
   * @param expression five fields, as {@link CronExpression} reads them
   */
  record Cron(String expression, ZoneId timeZone) implements Schedule {
    @Override
    public Optional<Instant> dueAfter(Instant last) {
      return CronExpression.of(expression).next(last, timeZone);
    }
  }
}
