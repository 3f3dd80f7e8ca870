package dev.tocsin.persistence;

import java.time.Duration;
import java.time.Instant;

/**
 * What the database's clock said.
 *
 * @param now at some moment between question and answer
 * @param roundTrip from question to answer, by this process's monotonic clock
 */
public record StoreTime(Instant now, Duration roundTrip) {}
