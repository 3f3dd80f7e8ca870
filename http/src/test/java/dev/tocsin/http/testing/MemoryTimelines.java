package dev.tocsin.http.testing;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import dev.tocsin.uptime.TimelineStore;
import dev.tocsin.uptime.Timelines;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An event log in which nothing ever happened: what there is comes from the board. */
public final class MemoryTimelines implements TimelineStore {
  public static Timelines following(StatusBoard board, InstantSource time) {
    return following(board, time, monitor -> List.of());
  }

  static Timelines following(
      StatusBoard board, InstantSource time, Function<MonitorRef, List<Window>> uncounted) {
    Timelines timelines = new Timelines(board, new MemoryTimelines(), time, uncounted);
    timelines.load();
    return timelines;
  }

  @Override
  public Map<MonitorRef, Told> all(Instant since) {
    return Map.of();
  }

  @Override
  public Map<MonitorRef, Told> of(
      OrganizationId organization, Set<MonitorRef> monitors, Instant since) {
    return Map.of();
  }

  @Override
  public Map<MonitorRef, Told> between(OrganizationId organization, Instant from, Instant to) {
    return Map.of();
  }
}
