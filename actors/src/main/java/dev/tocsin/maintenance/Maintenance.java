package dev.tocsin.maintenance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.monitor.MonitorId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A time in which something is worked on, once or again and again.
 *
 * @param message what it is about; may be empty
 * @param holdAlerts whether nobody is told of alerts meanwhile; what is still open afterwards is
 *     told then
 * @param countsInUptime whether uptime counts that time as any other; else it is no time at all
 * @param isPublic whether status pages that show something of it announce it
 */
public record Maintenance(
    String title,
    String message,
    Timetable timetable,
    Scope scope,
    boolean holdAlerts,
    boolean countsInUptime,
    boolean isPublic)
    implements Content {
  public static final ContentKind<Maintenance> KIND =
      new ContentKind<>("maintenance", Maintenance.class, false);

  /** The same, over at a time. */
  public Maintenance endedAt(Instant at) {
    Timetable ended =
        new Timetable(timetable.startsAt(), at, timetable.timeZone(), timetable.rrule());
    return new Maintenance(title, message, ended, scope, holdAlerts, countsInUptime, isPublic);
  }

  @Override
  public String name() {
    return title;
  }

  /**
   * What is worked on: whatever any part names.
   *
   * @param components of status pages, which stand for the monitors that they follow
   */
  public record Scope(
      boolean everything, List<MonitorId> monitors, List<UUID> components, List<String> tags) {
    public Scope {
      monitors = List.copyOf(monitors);
      components = List.copyOf(components);
      tags = List.copyOf(tags);
    }

    @JsonIgnore
    public boolean isEmpty() {
      return !everything && monitors.isEmpty() && components.isEmpty() && tags.isEmpty();
    }
  }
}
