package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;

/**
 * One person's time in a layer, as it was planned.
 *
 * @param until the first moment that is not in it
 */
public record Turn(Instant from, Instant until, UserId user) {}
