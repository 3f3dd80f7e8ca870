package dev.tocsin.maintenance;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is worked on when, as this node's configuration has it. Safe for use by many threads, and
 * quick: rules are gone through once for each window.
 */
public final class Maintenances {
  /** What does not come any more is looked at again after that, for nothing. */
  private static final Duration FAR = Duration.ofDays(1);

  private static final Duration AHEAD = Duration.ofHours(1);

  /** What was deleted is forgotten some time, with the rest. */
  private static final int MOST_REMEMBERED = 10_000;

  private final NodeConfiguration configuration;
  private final Map<ItemKey, Answer> answers = new ConcurrentHashMap<>();
  private final Map<ItemKey, Past> pasts = new ConcurrentHashMap<>();
  private final Map<ItemKey, Named> named = new ConcurrentHashMap<>();

  /** Whether a window is open from one time until another. */
  private record Answer(long revision, Instant from, Instant until, @Nullable Window open) {
    boolean isOf(long other, Instant at) {
      return revision == other && !at.isBefore(from) && at.isBefore(until);
    }
  }

  /** The monitors that one names, at a revision of its organization. */
  private record Named(long revision, Set<MonitorId> monitors) {}

  /** The windows of a stretch up to a moment that is still to come. */
  private record Past(
      long revision, Duration stretch, Instant from, Instant until, List<Window> windows) {
    boolean isOf(long other, Duration wanted, Instant now) {
      return revision == other
          && stretch.equals(wanted)
          && !now.isBefore(from)
          && now.isBefore(until);
    }
  }

  /** The windows of a stretch. */
  private record During(Item<Maintenance> item, List<Window> windows) {}

  /** A window that is open. */
  public record Open(Item<Maintenance> item, Window window) {}

  public Maintenances(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Those of an organization that are open at a time, the one that ends last first. */
  public List<Open> open(OrganizationId organization, Instant at) {
    Collection<Item<Maintenance>> all = configuration.items(organization, Maintenance.KIND);
    if (all.isEmpty()) {
      return List.of();
    }
    List<Open> open = new ArrayList<>();
    for (Item<Maintenance> item : all) {
      Window window = window(item, at);
      if (window != null) {
        open.add(new Open(item, window));
      }
    }
    open.sort(Comparator.comparing((Open each) -> each.window().until()).reversed());
    return open;
  }

  /** The one that keeps people from being told of a monitor at a time. */
  public Optional<Open> holding(MonitorConfig monitor, Instant at) {
    return open(monitor.ref().organization(), at).stream()
        .filter(each -> each.item().content().holdAlerts() && covers(each.item(), monitor))
        .findFirst();
  }

  /** The one that a monitor is in at a time, be people told meanwhile or not. */
  public Optional<Open> over(MonitorConfig monitor, Instant at) {
    return open(monitor.ref().organization(), at).stream()
        .filter(each -> covers(each.item(), monitor))
        .findFirst();
  }

  public boolean covers(Item<Maintenance> item, MonitorConfig monitor) {
    Maintenance.Scope scope = item.content().scope();
    return scope.everything()
        || scope.tags().stream().anyMatch(monitor.tags()::contains)
        || named(item).contains(monitor.ref().monitor());
  }

  /** Gone through once for each change of the organization. */
  private Set<MonitorId> named(Item<Maintenance> item) {
    Maintenance.Scope scope = item.content().scope();
    if (scope.components().isEmpty() && scope.monitors().isEmpty()) {
      return Set.of();
    }
    long revision = configuration.revisionOf(item.organization());
    Named known = named.get(ItemKey.of(item));
    if (known == null || known.revision() != revision) {
      known = new Named(revision, followed(item.organization(), scope));
      remember(named, item, known);
    }
    return known.monitors();
  }

  private Set<MonitorId> followed(OrganizationId organization, Maintenance.Scope scope) {
    Set<MonitorId> followed = new HashSet<>(scope.monitors());
    Set<UUID> components = new HashSet<>(scope.components());
    if (components.isEmpty()) {
      return followed;
    }
    for (StatusPageConfig page : configuration.pages(organization)) {
      for (StatusPageConfig.Component component : page.components()) {
        if (components.contains(component.id().value())) {
          followed.addAll(component.monitors());
        }
      }
    }
    return followed;
  }

  /**
   * When a monitor was worked on such that its uptime does not count it, of the stretch that ends
   * now; in no order, and they may meet.
   */
  public List<Window> uncounted(MonitorRef ref, Duration stretch, Instant now) {
    Collection<Item<Maintenance>> all = configuration.items(ref.organization(), Maintenance.KIND);
    if (all.isEmpty()
        || !(configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(var monitor))) {
      return List.of();
    }
    List<Window> windows = new ArrayList<>();
    for (Item<Maintenance> item : all) {
      if (!item.content().countsInUptime() && covers(item, monitor)) {
        windows.addAll(past(item, stretch, now));
      }
    }
    return windows;
  }

  /**
   * The same of all monitors of an organization and of any stretch; each rule is gone through once,
   * not once for each monitor.
   */
  public Function<MonitorRef, List<Window>> uncounted(
      OrganizationId organization, Instant from, Instant until) {
    List<During> all =
        configuration.items(organization, Maintenance.KIND).stream()
            .filter(item -> !item.content().countsInUptime())
            .map(item -> new During(item, item.content().timetable().within(from, until)))
            .filter(during -> !during.windows().isEmpty())
            .toList();
    return ref ->
        !all.isEmpty()
                && configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(var monitor)
            ? all.stream()
                .filter(during -> covers(during.item(), monitor))
                .flatMap(during -> during.windows().stream())
                .toList()
            : List.of();
  }

  private List<Window> past(Item<Maintenance> item, Duration stretch, Instant now) {
    Past known = pasts.get(ItemKey.of(item));
    if (known == null || !known.isOf(item.revision(), stretch, now)) {
      Instant until = now.plus(AHEAD);
      known =
          new Past(
              item.revision(),
              stretch,
              now,
              until,
              item.content().timetable().within(now.minus(stretch), until));
      remember(pasts, item, known);
    }
    return known.windows();
  }

  private static <T> void remember(Map<ItemKey, T> all, Item<Maintenance> item, T known) {
    if (all.size() > MOST_REMEMBERED) {
      all.clear();
    }
    all.put(ItemKey.of(item), known);
  }

  private @Nullable Window window(Item<Maintenance> item, Instant at) {
    Answer known = answers.get(ItemKey.of(item));
    if (known == null || !known.isOf(item.revision(), at)) {
      known = answer(item, at);
      remember(answers, item, known);
    }
    return known.open();
  }

  private static Answer answer(Item<Maintenance> item, Instant at) {
    Timetable timetable = item.content().timetable();
    Window open = timetable.at(at).orElse(null);
    Instant next = timetable.after(at).map(Window::from).orElse(at.plus(FAR));
    Instant until = open == null || next.isBefore(open.until()) ? next : open.until();
    return new Answer(item.revision(), at, until, open);
  }
}
