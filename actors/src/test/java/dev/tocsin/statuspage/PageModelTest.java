package dev.tocsin.statuspage;

import static dev.tocsin.statuspage.StatusPageConfig.Visibility.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Group;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageModelTest {
  private static final Instant THEN = Instant.parse("2026-11-20T01:47:00Z");
  private static final OrganizationId ORGANIZATION = OrganizationId.create();

  private final Map<MonitorId, MonitorStatus> statuses = new HashMap<>();
  private final List<Component> components = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Map<ComponentId, UnderMaintenance> maintenance = new HashMap<>();
  private PageModel.Said said = PageModel.Said.NOTHING;

  @Test
  void whatStandsAloneComesFirstAndEmptyGroupsAreLeftOut() {
    Group apps = group("Apps");
    group("Empty");
    component("Dashboard", apps.id(), monitor(Status.UP));
    component("Website", null, monitor(Status.UP));
    component("Lost", GroupId.create(), monitor(Status.UP));

    PageModel model = model();

    assertThat(model.sections().stream().map(PageModel.Section::name).toList())
        .containsExactly(null, "Apps");
    assertThat(model.items().map(PageModel.Item::name))
        .containsExactly("Website", "Lost", "Dashboard");
  }

  @Test
  void trouble_isSeenFromTheComponentUpToThePage() {
    Group api = group("API");
    Group apps = group("Apps");
    component("Labels", api.id(), monitor(Status.DOWN), monitor(Status.UP));
    component("Rates", api.id(), monitor(Status.UP));
    component("Dashboard", apps.id(), monitor(Status.UP));

    PageModel model = model();

    assertThat(model.overall()).isEqualTo(new Standing(PageState.PARTIAL_OUTAGE, THEN));
    assertThat(model.sections().get(0).standing().state()).isEqualTo(PageState.PARTIAL_OUTAGE);
    assertThat(model.sections().get(1).standing().state()).isEqualTo(PageState.OPERATIONAL);
  }

  @Test
  void whatPeopleSayCountsWhereItIsWorseThanWhatMonitorsSee() {
    component("Labels", null, monitor(Status.UP));
    component("Rates", null, monitor(Status.DOWN));
    Standing slow = new Standing(PageState.DEGRADED_PERFORMANCE, THEN.plusSeconds(60));
    said = new PageModel.Said(component -> List.of(slow), List.of());

    PageModel model = model();

    assertThat(model.items().map(PageModel.Item::standing).toList())
        .containsExactly(slow, new Standing(PageState.MAJOR_OUTAGE, THEN));
  }

  @Test
  void whatPeopleSayOfThePageLeavesItsComponentsAlone() {
    component("Labels", null, monitor(Status.UP));
    Standing down = new Standing(PageState.MAJOR_OUTAGE, THEN.plusSeconds(60));
    said = new PageModel.Said(component -> List.of(), List.of(down));

    PageModel model = model();

    assertThat(model.overall()).isEqualTo(down);
    assertThat(model.components().state()).isEqualTo(PageState.OPERATIONAL);
    assertThat(Headline.of(model).sentence()).isEqualTo("All systems work.");
  }

  @Test
  void aMonitorThatWasDeletedSaysNothing() {
    component("Labels", null, monitor(Status.UP), MonitorId.create());
    component("Rates", null, MonitorId.create());

    assertThat(model().items().map(item -> item.standing().state()))
        .containsExactly(PageState.OPERATIONAL, PageState.NO_DATA);
  }

  @Test
  void aCauseAndAVersionAreNoDifferenceToAVisitor() {
    MonitorId monitor = monitor(Status.DOWN);
    component("Labels", null, monitor);
    PageModel before = model();

    statuses.put(
        monitor,
        new MonitorStatus(
            new MonitorRef(ORGANIZATION, monitor),
            Status.DOWN,
            THEN,
            null,
            "connection to 10.0.0.4 refused",
            new StatusVersion(7, 0)));

    assertThat(model()).isEqualTo(before);
    assertThat(model().toString()).doesNotContain("10.0.0.4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                | This page shows nothing yet.          |",
        "up, up                          | All systems work.                     |",
        "up                              | All systems work.                     |",
        "pending                         | There is no data yet.                 |",
        "pending, paused                 | There is no data yet.                 | B is not watched now.",
        "paused, paused                  | Nothing is watched now.               |",
        "up, pending                     | All that is watched works.            | B has no data yet.",
        "up, pending, pending, paused    | All that is watched works. | Two of four components have no data yet. D is not watched now.",
        "down                            | A is down.                            |",
        "down, up                        | A is down.                            | Everything else works.",
        "down, down                      | Both components are down.             |",
        "down, down, down                | All three components are down.        |",
        "down, down, up, up, up, up, up  | Two of seven components are down.     | Everything else works.",
        "down, partial, up               | A is down. | B is partly down. Everything else works.",
        "down, partial, partial, degraded, up | A is down. | Two more are partly down. D is degraded. Everything else works.",
        "partial, up                     | A is partly down.                     | Everything else works.",
        "degraded, up                    | A is degraded.                        | Everything else works.",
        "degraded, degraded, up          | Two of three components are degraded. | Everything else works.",
        "down, up, paused                | A is down. | Everything else that is watched works.",
        "down, paused                    | A is down.                            |",
      })
  void saysItInASentence(@Nullable String states, String sentence, @Nullable String rest) {
    List<String> all = states == null ? List.of() : List.of(states.split(", "));
    for (int each = 0; each < all.size(); each++) {
      MonitorId[] monitors =
          all.get(each).equals("partial")
              ? new MonitorId[] {monitor(Status.DOWN), monitor(Status.UP)}
              : new MonitorId[] {monitor(Status.valueOf(all.get(each).toUpperCase(Locale.ROOT)))};
      component(String.valueOf((char) ('A' + each)), null, monitors);
    }

    assertThat(Headline.of(model())).isEqualTo(new Headline(sentence, rest == null ? "" : rest));
  }

  @Test
  void whatAMonitorSeesOfWhatIsWorkedOnIsNoOutage() {
    MonitorId down = monitor(Status.DOWN);
    MonitorId up = monitor(Status.UP);
    ComponentId both = component("Both", null, down, up);
    maintenance.put(both, new UnderMaintenance(both, THEN, Set.of(down)));

    assertThat(model().overall()).isEqualTo(new Standing(PageState.UNDER_MAINTENANCE, THEN));

    maintenance.put(both, new UnderMaintenance(both, THEN, Set.of(up)));

    assertThat(model().overall().state()).isEqualTo(PageState.MAJOR_OUTAGE);
  }

  @Test
  void largeNumbersAreFigures() {
    Stream.generate(() -> monitor(Status.DOWN)).limit(13).forEach(m -> component("A", null, m));
    Stream.generate(() -> monitor(Status.UP)).limit(87).forEach(m -> component("B", null, m));

    assertThat(Headline.of(model()).sentence()).isEqualTo("13 of 100 components are down.");
  }

  private Group group(String name) {
    Group group = new Group(GroupId.create(), name);
    groups.add(group);
    return group;
  }

  private ComponentId component(String name, @Nullable GroupId group, MonitorId... monitors) {
    Component added = new Component(ComponentId.create(), name, "", group, List.of(monitors));
    components.add(added);
    return added.id();
  }

  private MonitorId monitor(Status status) {
    MonitorId id = MonitorId.create();
    statuses.put(
        id,
        new MonitorStatus(
            new MonitorRef(ORGANIZATION, id), status, THEN, null, null, StatusVersion.NONE));
    return id;
  }

  private PageModel model() {
    return PageModel.of(
        new StatusPageConfig(
            ORGANIZATION,
            StatusPageId.create(),
            "acme",
            "Acme",
            PUBLIC,
            groups,
            components,
            THEN,
            1),
        new PageModel.Sources(
            id -> Optional.ofNullable(statuses.get(id)),
            id -> Timeline.EMPTY,
            said,
            maintenance,
            new PageDays(ZoneOffset.UTC, THEN)));
  }
}
