package dev.tocsin.probe;

import dev.tocsin.CborSerializable;
import dev.tocsin.StorableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check.
 *
 * @param at when the check began
 * @param error what is wrong, in one sentence that a person understands, without secrets: null when
 *     up
 */
public record CheckResult(
    Instant at, Outcome outcome, @Nullable String error, Phases phases, Evidence evidence)
    implements CborSerializable {
  public CheckResult {
    error = StorableText.ofNullable(error);
  }
}
