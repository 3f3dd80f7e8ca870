package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a visitor of a status page is told, and nothing that only members may know: no monitor,
 * no address, no cause. Two equal models look the same.
 *
 * @param name of the page
 * @param sections what stands alone first, then the groups that hold something, in their order
 */
public record PageModel(String name, Standing overall, List<Section> sections) {
  public PageModel {
    sections = List.copyOf(sections);
  }

  /**
   * @param name of the group; null for components that stand alone
   */
  public record Section(@Nullable String name, Standing standing, List<Item> items) {
    public Section {
      items = List.copyOf(items);
    }

    private static Section of(@Nullable String name, List<Item> items) {
      return new Section(name, Standing.worst(items.stream().map(Item::standing).toList()), items);
    }
  }

  /** A component and how it stands. */
  public record Item(ComponentId id, String name, String description, Standing standing) {}

  /**
   * @param statuses a monitor's status; empty where there is no such monitor any more
   */
  public static PageModel of(
      StatusPageConfig page, Function<MonitorId, Optional<MonitorStatus>> statuses) {
    Set<GroupId> known = new HashSet<>();
    page.groups().forEach(group -> known.add(group.id()));
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            null, items(page, statuses, in -> in.group() == null || !known.contains(in.group()))));
    for (StatusPageConfig.Group group : page.groups()) {
      sections.add(
          Section.of(group.name(), items(page, statuses, in -> group.id().equals(in.group()))));
    }
    sections.removeIf(section -> section.items().isEmpty());
    return new PageModel(
        page.name(), Standing.worst(sections.stream().map(Section::standing).toList()), sections);
  }

  /** Every component, in the order shown. */
  public Stream<Item> items() {
    return sections.stream().flatMap(section -> section.items().stream());
  }

  private static List<Item> items(
      StatusPageConfig page,
      Function<MonitorId, Optional<MonitorStatus>> statuses,
      Predicate<Component> wanted) {
    return page.components().stream()
        .filter(wanted)
        .map(
            component ->
                new Item(
                    component.id(),
                    component.name(),
                    component.description(),
                    Standing.ofMonitors(
                        component.monitors().stream()
                            .map(statuses)
                            .flatMap(Optional::stream)
                            .toList())))
        .toList();
  }
}
