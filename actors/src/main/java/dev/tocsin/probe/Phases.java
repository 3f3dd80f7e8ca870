package dev.tocsin.probe;

import org.jspecify.annotations.Nullable;

/**
 * How long each phase of a check took, in microseconds; null where the phase did not happen or was
 * not finished. With redirects the phases are those of the last request, and the total covers all.
 *
 * @param dns from the question to the first address
 * @param connect from the first SYN to the established connection
 * @param tls the handshake
 * @param firstByte from the request handed to the kernel to the first byte of the answer
 * @param body from the first byte to the last
 * @param total from the start of the check to its outcome; never null
 */
public record Phases(
    @Nullable Long dns,
    @Nullable Long connect,
    @Nullable Long tls,
    @Nullable Long firstByte,
    @Nullable Long body,
    long total) {}
