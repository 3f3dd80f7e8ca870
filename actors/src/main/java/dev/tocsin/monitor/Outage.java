package dev.tocsin.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time from down to up.
 *
 * @param startedAt when the first of the results began that confirmed it
 * @param endedAt when the first result began that confirmed the recovery; null while it goes on
 * @param cause the first failing result's error
 */
public record Outage(OutageId id, Instant startedAt, @Nullable Instant endedAt, String cause) {}
