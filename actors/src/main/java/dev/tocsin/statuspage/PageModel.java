package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Group;
import dev.tocsin.uptime.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
   * @param group null for components that stand alone
   */
  public record Section(@Nullable Group group, Standing standing, List<Item> items) {
    public Section {
      items = List.copyOf(items);
    }

    private static Section of(@Nullable Group group, List<Item> items) {
      return new Section(group, Standing.worst(items.stream().map(Item::standing).toList()), items);
    }

    /** Of the group; null for components that stand alone. */
    public @Nullable String name() {
      return group == null ? null : group.name();
    }
  }

  /** A component, how it stands, and how it stood. */
  public record Item(
      ComponentId id,
      String name,
      String description,
      Standing standing,
      ComponentHistory history) {}

  /**
   * What a page is made from.
   *
   * @param statuses a monitor's status; empty where there is no such monitor any more
   * @param timelines a monitor's past; empty where it has none
   * @param said what people say, whatever monitors see
   * @param maintenance what is worked on now, as was announced
   */
  public record Sources(
      Function<MonitorId, Optional<MonitorStatus>> statuses,
      Function<MonitorId, Timeline> timelines,
      Said said,
      Map<ComponentId, UnderMaintenance> maintenance,
      PageDays days) {}

  /**
   * What incidents say.
   *
   * @param components of a component; empty where nothing is said of it
   * @param page of the whole page; empty where nothing is said of it
   */
  public record Said(Function<ComponentId, List<Standing>> components, List<Standing> page) {
    public static final Said NOTHING = new Said(component -> List.of(), List.of());

    public Said {
      page = List.copyOf(page);
    }
  }

  public static PageModel of(StatusPageConfig page, Sources sources) {
    Set<GroupId> known = new HashSet<>();
    page.groups().forEach(group -> known.add(group.id()));
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            null, items(page, sources, in -> in.group() == null || !known.contains(in.group()))));
    for (Group group : page.groups()) {
      sections.add(Section.of(group, items(page, sources, in -> group.id().equals(in.group()))));
    }
    sections.removeIf(section -> section.items().isEmpty());
    List<Standing> all = new ArrayList<>(sources.said().page());
    all.add(standing(sections));
    return new PageModel(page.name(), Standing.worst(all), sections);
  }

  /** How its components stand together; the page may stand worse by what people say of it. */
  public Standing components() {
    return standing(sections);
  }

  private static Standing standing(List<Section> sections) {
    return Standing.worst(sections.stream().map(Section::standing).toList());
  }

  /** Every component, in the order shown. */
  public Stream<Item> items() {
    return sections.stream().flatMap(section -> section.items().stream());
  }

  private static List<Item> items(
      StatusPageConfig page, Sources sources, Predicate<Component> wanted) {
    return page.components().stream()
        .filter(wanted)
        .map(component -> item(component, sources))
        .toList();
  }

  private static Item item(Component component, Sources sources) {
    List<MonitorStatus> statuses =
        component.monitors().stream().map(sources.statuses()).flatMap(Optional::stream).toList();
    List<Timeline> timelines =
        statuses.stream().map(status -> status.ref().monitor()).map(sources.timelines()).toList();
    return new Item(
        component.id(),
        component.name(),
        component.description(),
        standing(
            component,
            statuses,
            sources.maintenance().get(component.id()),
            sources.said().components().apply(component.id())),
        ComponentHistory.of(timelines, component.follows(), sources.days()));
  }

  /**
   * How a component stands: the worse of what monitors see and what people say; what is worse is
   * never hidden. What a monitor sees of what is worked on is no outage.
   *
   * @param maintenance null where nothing of it is worked on
   */
  public static Standing standing(
      Component component,
      List<MonitorStatus> statuses,
      @Nullable UnderMaintenance maintenance,
      List<Standing> said) {
    List<Standing> all = new ArrayList<>(said);
    if (maintenance == null) {
      all.add(seen(component, statuses));
    } else {
      all.add(new Standing(PageState.UNDER_MAINTENANCE, maintenance.since()));
      all.add(
          seen(
              component,
              statuses.stream()
                  .filter(status -> !maintenance.monitors().contains(status.ref().monitor()))
                  .toList()));
    }
    return all.size() == 1 ? all.getFirst() : Standing.worst(all);
  }

  private static Standing seen(Component component, List<MonitorStatus> statuses) {
    StatusPageConfig.ByHand hand = component.byHand();
    if (component.follows() != StatusPageConfig.Follows.HAND) {
      return Standing.following(component.follows(), statuses);
    }
    return hand == null
        ? new Standing(PageState.OPERATIONAL, null)
        : new Standing(hand.state(), hand.since());
  }
}
