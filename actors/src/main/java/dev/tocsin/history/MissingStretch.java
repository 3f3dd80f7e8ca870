package dev.tocsin.history;

import java.time.Instant;

/**
 * A time of which results should be known and are not.
 *
 * @param why one sentence for a person
 */
public record MissingStretch(Instant from, Instant to, String why) {}
