package dev.tocsin.persistence.archive;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of an object that can be read alone: a gzip member with whole lines of whole monitors.
 *
 * @param organization whose line is the first; null where objects are not sorted by organization
 * @param monitor whose line is the first
 * @param offset bytes from the object's begin
 * @param length bytes, compressed
 * @param reaches the last moment that is covered by what is in it; null where that is not kept
 */
record Block(
    @Nullable OrganizationId organization,
    MonitorId monitor,
    long offset,
    int length,
    @Nullable Instant reaches) {}
