package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another one is on call from a moment on.
 *
 * @param from who was until then; null for nobody
 * @param to who is from then; null for nobody
 */
public record Handoff(Instant at, @Nullable UserId from, @Nullable UserId to) {}
