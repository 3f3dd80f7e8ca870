package dev.tocsin.history;

import dev.tocsin.CborSerializable;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One result as it is kept: without the evidence, which only the latest one has.
 *
 * @param at when the check began, or the ping came; to the millisecond
 * @param region where it was executed
 * @param nextWithin so long after this one the next is there, unless something was amiss; zero
 *     where nobody owes a next one (a heartbeat's ping, a pause)
 */
public record RecordedResult(
    MonitorRef monitor,
    Instant at,
    Outcome outcome,
    @Nullable String error,
    Phases phases,
    String region,
    Duration nextWithin)
    implements CborSerializable {}
