package dev.tocsin.persistence.archive;

import dev.tocsin.history.RecordedResult;
import java.time.Instant;

/** What tells two results of a monitor apart. */
record Moment(Instant at, String region) {
  static Moment of(RecordedResult result) {
    return new Moment(result.at(), result.region());
  }
}
