package dev.tocsin.http.testing;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.TimelineStore;
import dev.tocsin.uptime.Timelines;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An event log of what a test says that happened; of the rest the board tells. */
public final class MemoryTimelines implements TimelineStore {
  private final Map<MonitorRef, Timeline> all;

  private MemoryTimelines(Map<MonitorRef, Timeline> all) {
    this.all = all;
  }

  /** Of one organization's monitors, whatever the stretch that is asked for. */
  public static TimelineStore telling(Map<MonitorRef, Timeline> all) {
    return new MemoryTimelines(all);
  }

  public static Timelines following(StatusBoard board, InstantSource time) {
    return following(board, time, monitor -> List.of());
  }

  static Timelines following(
      StatusBoard board, InstantSource time, Function<MonitorRef, List<Window>> uncounted) {
    Timelines timelines = new Timelines(board, new MemoryTimelines(Map.of()), time, uncounted);
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
    Map<MonitorRef, Told> told = new HashMap<>();
    all.forEach((monitor, timeline) -> told.put(monitor, new Told(timeline, timeline.size())));
    return told;
  }
}
