package dev.tocsin.monitor;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who looks after a monitor.
 *
 * @param policy by which its alerts climb; null for the organization's default
 * @param team that owns it; null for none
 * @param parents what it depends on: while one of them is down nobody is told of it
 */
public record Care(@Nullable UUID policy, @Nullable UUID team, List<MonitorId> parents) {
  public static final Care NONE = new Care(null, null, List.of());

  public Care {
    parents = List.copyOf(parents);
  }

  public Care(@Nullable UUID policy, @Nullable UUID team) {
    this(policy, team, List.of());
  }
}
