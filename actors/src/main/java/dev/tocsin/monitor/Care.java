package dev.tocsin.monitor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who looks after a monitor.
 *
 * @param policy by which its alerts climb; null for the organization's default
 * @param team that owns it; null for none
 */
public record Care(@Nullable UUID policy, @Nullable UUID team) {
  public static final Care NONE = new Care(null, null);
}
