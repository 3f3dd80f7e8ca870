package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;

/**
 * Whoever raises alerts cannot forget what it was told any more.
 *
 * @param number as it came
 */
public record OutageTaken(long number) implements CborSerializable {}
