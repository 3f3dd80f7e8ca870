package dev.tocsin.maintenance;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.UnderMaintenance;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What status pages tell of maintenance, as this node's configuration has it. Safe for use by many
 * threads, and quick: rules are gone through once an hour at most.
 */
public final class PublicMaintenances {
  /** What was over longer ago is not shown. */
  public static final Duration KEPT = Duration.ofDays(100);

  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** Times to come that are shown of one that comes again. */
  private static final int MOST_NEXT = 3;

  /** Times that are over, and shown of one that comes again. */
  private static final int MOST_PAST = 30;

  /** What was deleted is forgotten some time, with the rest. */
  private static final int MOST_REMEMBERED = 10_000;

  private final NodeConfiguration configuration;
  private final Map<ItemKey, Times> times = new ConcurrentHashMap<>();

  /** The windows of one around a moment, and until when they are all that is to be known. */
  private record Times(long revision, Instant from, Instant until, List<Window> windows) {
    boolean isOf(long other, Instant now) {
      return revision == other && !now.isBefore(from) && now.isBefore(until);
    }
  }

  /**
   * What is told on one page.
   *
   * @param maintenances by their beginnings
   * @param now of what is worked on at this moment, by component
   */
  public record Told(List<PublicMaintenance> maintenances, Map<ComponentId, UnderMaintenance> now) {
    public Told {
      maintenances = List.copyOf(maintenances);
      now = Map.copyOf(now);
    }
  }

  public PublicMaintenances(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  public Told on(StatusPageConfig page, Instant now) {
    List<PublicMaintenance> told = new ArrayList<>();
    Map<ComponentId, UnderMaintenance> under = new ConcurrentHashMap<>();
    for (Item<Maintenance> item : shown(page.organization())) {
      List<Window> windows = windows(item, now);
      if (windows.isEmpty()) {
        continue;
      }
      List<UnderMaintenance> covered =
          page.components().stream()
              .map(component -> covered(item, component, now))
              .flatMap(Optional::stream)
              .toList();
      if (covered.isEmpty()) {
        continue;
      }
      List<ComponentId> components = covered.stream().map(UnderMaintenance::component).toList();
      for (Window window : windows) {
        PublicMaintenance one = told(item, window, components, now);
        told.add(one);
        if (one.phase() == PublicMaintenance.Phase.IN_PROGRESS) {
          covered.forEach(
              each ->
                  under.merge(each.component(), each.since(window.from()), UnderMaintenance::and));
        }
      }
    }
    told.sort(PublicMaintenance.ORDER);
    return new Told(told, under);
  }

  /**
   * Whether pages of an organization tell another thing than they did, because one began or ended.
   *
   * @param after this moment
   * @param until this moment, it included
   */
  public boolean hasTurned(OrganizationId organization, Instant after, Instant until) {
    return shown(organization).stream()
        .flatMap(item -> windows(item, until).stream())
        .anyMatch(
            window ->
                isWithin(window.from(), after, until) || isWithin(window.until(), after, until));
  }

  private static boolean isWithin(Instant at, Instant after, Instant until) {
    return at.isAfter(after) && !at.isAfter(until);
  }

  private List<Item<Maintenance>> shown(OrganizationId organization) {
    Collection<Item<Maintenance>> all = configuration.items(organization, Maintenance.KIND);
    return all.isEmpty()
        ? List.of()
        : all.stream().filter(item -> item.content().isPublic()).toList();
  }

  private static PublicMaintenance told(
      Item<Maintenance> item, Window window, List<ComponentId> components, Instant now) {
    Maintenance maintenance = item.content();
    boolean repeats = maintenance.timetable().rrule() != null;
    return new PublicMaintenance(
        repeats ? id(item.id(), window.from()) : item.id(),
        maintenance.title(),
        maintenance.message(),
        window,
        PublicMaintenance.Phase.of(window, now),
        repeats,
        item.createdAt(),
        item.revision(),
        components);
  }

  /** The same on every node, and for as long as it begins at that time. */
  private static UUID id(UUID item, Instant from) {
    return UUID.nameUUIDFromBytes(
        (item + "/" + from.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
  }

  /** A component that is named is worked on with all that it follows. */
  private Optional<UnderMaintenance> covered(
      Item<Maintenance> item, Component component, Instant now) {
    Maintenance.Scope scope = item.content().scope();
    if (scope.everything() || scope.components().contains(component.id().value())) {
      return Optional.of(
          new UnderMaintenance(component.id(), now, new HashSet<>(component.monitors())));
    }
    Set<MonitorId> monitors = new HashSet<>();
    for (MonitorId id : component.monitors()) {
      if (configuration.monitor(new MonitorRef(item.organization(), id))
              instanceof Lookup.Found<MonitorConfig>(var monitor)
          && isMeant(scope, monitor)) {
        monitors.add(id);
      }
    }
    return monitors.isEmpty()
        ? Optional.empty()
        : Optional.of(new UnderMaintenance(component.id(), now, monitors));
  }

  /** Components of other pages are not this page's to speak of, though they follow the same. */
  private static boolean isMeant(Maintenance.Scope scope, MonitorConfig monitor) {
    return scope.monitors().contains(monitor.ref().monitor())
        || scope.tags().stream().anyMatch(monitor.tags()::contains);
  }

  private List<Window> windows(Item<Maintenance> item, Instant now) {
    Times known = times.get(ItemKey.of(item));
    if (known == null || !known.isOf(item.revision(), now)) {
      known = times(item, now);
      if (times.size() > MOST_REMEMBERED) {
        times.clear();
      }
      times.put(ItemKey.of(item), known);
    }
    return known.windows();
  }

  private static Times times(Item<Maintenance> item, Instant now) {
    Timetable timetable = item.content().timetable();
    Instant until = now.plus(REMEMBERED);
    if (timetable.rrule() == null) {
      Window only = new Window(timetable.startsAt(), timetable.endsAt());
      boolean isKept = only.until().isAfter(now.minus(KEPT));
      return new Times(item.revision(), now, until, isKept ? List.of(only) : List.of());
    }
    List<Window> begun =
        timetable.within(now.minus(KEPT), now.plusMillis(1)).stream()
            .filter(window -> !window.from().isAfter(now))
            .toList();
    List<Window> next = timetable.next(now, MOST_NEXT);
    List<Window> windows =
        new ArrayList<>(begun.subList(Math.max(0, begun.size() - MOST_PAST), begun.size()));
    windows.addAll(next);
    // with the last of these begun there are others to come
    if (!next.isEmpty() && next.getLast().from().isBefore(until)) {
      until = next.getLast().from();
    }
    return new Times(item.revision(), now, until, List.copyOf(windows));
  }
}
