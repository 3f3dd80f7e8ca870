package dev.tocsin.http.page;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timelines;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The list of an organization's monitors, made from this node's memory. */
public final class MonitorList {
  private static final int PER_PAGE = 100;

  /** Of which the uptime is shown. */
  private static final Duration SHOWN = Duration.ofDays(30);

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final Timelines timelines;
  private final InstantSource time;

  public MonitorList(
      NodeConfiguration configuration, StatusBoard board, Timelines timelines, InstantSource time) {
    this.configuration = configuration;
    this.board = board;
    this.timelines = timelines;
    this.time = time;
  }

  /** A monitor and how it is. */
  private record Known(MonitorConfig monitor, MonitorStatus status) {}

  /**
   * Monitors of a section.
   *
   * @param count of all that belong here, shown or not
   */
  public record Section(MonitorRow.Place place, String title, int count, List<MonitorRow> rows) {}

  /**
   * @param now the time that the page is made at
   * @param page from 1
   * @param pages how many there are
   */
  public record View(
      MonitorCounts counts, Instant now, List<Section> sections, int page, int pages) {}

  /**
   * What needs attention comes first, the latest first; the rest by name. Loud monitors are all on
   * the first page; the quiet ones fill the others.
   *
   * @param wanted from 1; beyond the last is the last
   */
  View view(OrganizationId organization, int wanted) {
    Instant now = time.instant();
    List<Known> all = new ArrayList<>();
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      all.add(new Known(monitor, status(monitor)));
    }
    MonitorCounts counts = counts(all);
    all.sort(ORDER);
    int loud = counts.attention();
    int pages = Math.max(1, Math.ceilDiv(all.size() - loud, PER_PAGE));
    int page = Math.clamp(wanted, 1, pages);
    int from = page == 1 ? 0 : loud + (page - 1) * PER_PAGE;
    List<MonitorRow> shown =
        all.subList(from, Math.min(all.size(), loud + page * PER_PAGE)).stream()
            .map(known -> row(known.monitor(), known.status(), now))
            .toList();
    return new View(counts, now, sections(counts, shown), page, pages);
  }

  MonitorCounts counts(OrganizationId organization) {
    List<Known> all = new ArrayList<>();
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      all.add(new Known(monitor, status(monitor)));
    }
    return counts(all);
  }

  Lookup<MonitorRow> row(OrganizationId organization, MonitorId id) {
    return switch (configuration.monitor(new MonitorRef(organization, id))) {
      case Lookup.Found<MonitorConfig>(MonitorConfig monitor) ->
          new Lookup.Found<>(row(monitor, status(monitor), time.instant()));
      case Lookup.Unknown<MonitorConfig>() -> new Lookup.Unknown<>();
      case Lookup.Incomplete<MonitorConfig>() -> new Lookup.Incomplete<>();
    };
  }

  private MonitorRow row(MonitorConfig monitor, MonitorStatus status, Instant now) {
    Uptime uptime = timelines.timeline(monitor.ref()).uptime(now.minus(SHOWN), now);
    return MonitorRow.of(monitor, status, uptime, now);
  }

  /** Its name; empty where this node does not know it. */
  Optional<String> name(OrganizationId organization) {
    return configuration.find(organization)
            instanceof Lookup.Found<Organization>(Organization found)
        ? Optional.of(found.name())
        : Optional.empty();
  }

  /** A status page of the organization. */
  public record PageLink(String slug, String name, boolean isPrivate) {}

  List<PageLink> pages(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .map(
            page ->
                new PageLink(
                    page.slug(),
                    page.name(),
                    page.visibility() == dev.tocsin.statuspage.StatusPageConfig.Visibility.PRIVATE))
        .sorted(Comparator.comparing(PageLink::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private static final Comparator<Known> ORDER =
      Comparator.<Known>comparingInt(known -> loudness(known.status().status()))
          .thenComparing(
              (one, other) ->
                  MonitorRow.Place.of(one.status().status()) == MonitorRow.Place.ATTENTION
                      ? other.status().since().compareTo(one.status().since())
                      : 0)
          .thenComparing(known -> known.monitor().name(), String.CASE_INSENSITIVE_ORDER)
          .thenComparing(known -> known.monitor().ref().monitor().value());

  private static int loudness(Status status) {
    return switch (status) {
      case DOWN -> 0;
      case DEGRADED -> 1;
      case PENDING -> 2;
      case PAUSED -> 3;
      case UP -> 4;
    };
  }

  private static List<Section> sections(MonitorCounts counts, List<MonitorRow> shown) {
    List<Section> sections = new ArrayList<>();
    for (MonitorRow.Place place : MonitorRow.Place.values()) {
      List<MonitorRow> rows = shown.stream().filter(row -> row.place() == place).toList();
      if (!rows.isEmpty()) {
        sections.add(
            switch (place) {
              case ATTENTION -> new Section(place, "Needs attention", counts.attention(), rows);
              case HOLD -> new Section(place, "On hold", counts.hold(), rows);
              case UP -> new Section(place, "Up", counts.up(), rows);
            });
      }
    }
    return sections;
  }

  private MonitorStatus status(MonitorConfig monitor) {
    return board
        .status(monitor.ref())
        .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
  }

  private static MonitorCounts counts(List<Known> all) {
    return MonitorCounts.of(all.stream().map(known -> known.status().status()).toList());
  }
}
