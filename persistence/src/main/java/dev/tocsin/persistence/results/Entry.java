package dev.tocsin.persistence.results;

import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way to the disk, without the evidence.
 *
 * @param at milliseconds since the epoch
 * @param nextWithin milliseconds
 */
record Entry(
    MonitorRecorder from,
    long at,
    Outcome outcome,
    @Nullable String error,
    Phases phases,
    long nextWithin) {}
