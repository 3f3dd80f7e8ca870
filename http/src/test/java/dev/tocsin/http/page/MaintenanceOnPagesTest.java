package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.configuration.Item;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.maintenance.PublicMaintenances;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors of a status page are told of maintenance, and when. */
class MaintenanceOnPagesTest {
  private static final Instant BEGINS = House.NOW.plus(Duration.ofHours(1));
  private static final Duration LASTS = Duration.ofHours(2);

  @TempDir Path folder;
  private House house;
  private MonitorRef api;
  private MonitorRef web;
  private StatusPageConfig page;

  @BeforeEach
  void open() {
    house = new House(folder).start();
    api = house.tagged("api", "rack4");
    web = house.monitor("web");
    house.is(api, Status.UP);
    house.is(web, Status.UP);
    page =
        house
            .page("acme", "Acme")
            .component("Labels", "", api)
            .component("Website", "", web)
            .save();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Maintenance maintenance(
      Maintenance.Scope scope, @Nullable String rrule, boolean isPublic) {
    return new Maintenance(
        "New switches in rack 4",
        "Labels **may fail**. <script>alert(1)</script>",
        new Timetable(BEGINS, BEGINS.plus(LASTS), ZoneId.of("Europe/Berlin"), rrule),
        scope,
        true,
        false,
        isPublic);
  }

  private static Maintenance.Scope tags(String... tags) {
    return new Maintenance.Scope(false, List.of(), List.of(), List.of(tags));
  }

  private Document shown(String below) {
    PageSnapshots.Shown.Page shown = (PageSnapshots.Shown.Page) house.snapshots.at("acme");
    return Jsoup.parse(
        new String(
            shown.snapshot().at(below).orElseThrow().plain().toArray(), StandardCharsets.UTF_8));
  }

  private List<String> states() {
    return shown("").select(".components li .badge").eachText();
  }

  @Test
  void isAnnouncedBegunAndEndedByItself() {
    Item<Maintenance> planned = house.plan(maintenance(tags("rack4"), null, true));
    String path = "maintenance/" + planned.id();

    Document before = shown("");
    assertThat(before.select("[aria-labelledby=h-planned]").text())
        .contains("New switches in rack 4")
        .contains("03:24 UTC to 20 Nov, 05:24 UTC. Labels.")
        .contains("Labels may fail.");
    assertThat(before.select("script:not([src])")).isEmpty();
    assertThat(before.select("h1").text()).isEqualTo("All systems work.");
    assertThat(states()).containsExactly("Operational", "Operational");
    assertThat(shown(path).select(".line").first().text()).contains("Planned for");

    house.later(Duration.ofHours(1));

    Document meanwhile = shown("");
    assertThat(meanwhile.select("h1").text()).isEqualTo("Labels is under maintenance.");
    assertThat(meanwhile.select("[aria-labelledby=h-" + planned.id() + "]").text())
        .contains("Under maintenance until 20 Nov, 05:24 UTC")
        .contains("It is about Labels.")
        .contains("Labels may fail.");
    assertThat(meanwhile.select("[aria-labelledby=h-planned]")).isEmpty();
    assertThat(states()).containsExactly("Under maintenance", "Operational");
    StatusPageTest.assertStrict(meanwhile);
    StatusPageTest.assertStrict(shown(path));

    house.later(LASTS);

    Document after = shown("");
    assertThat(after.select("h1").text()).isEqualTo("All systems work.");
    assertThat(states()).containsExactly("Operational", "Operational");
    assertThat(after.select(".past").text())
        .contains("New switches in rack 4")
        .contains("Maintenance, completed after 2 h.");
    assertThat(shown("history").select(".past").text()).contains("New switches in rack 4");
    assertThat(shown(path).select(".line").first().text()).contains("Completed after 2 h");
  }

  @Test
  void whatIsDownMeanwhileIsUnderMaintenanceAndTheRestIsNot() {
    house.plan(maintenance(tags("rack4"), null, true));
    house.later(Duration.ofHours(1));

    house.is(api, Status.DOWN);
    assertThat(states()).containsExactly("Under maintenance", "Operational");

    house.is(web, Status.DOWN);
    assertThat(states()).containsExactly("Under maintenance", "Major outage");
    assertThat(shown("").select("h1").text()).isEqualTo("Website is down.");
    assertThat(shown("").select("[aria-labelledby=h-now]").text())
        .contains("Labels is under maintenance.");

    house.later(LASTS);
    assertThat(states()).containsExactly("Major outage", "Major outage");
  }

  @Test
  void whatIsInternalIsNotTold() {
    Item<Maintenance> planned = house.plan(maintenance(tags("rack4"), null, false));
    house.later(Duration.ofHours(1));

    assertThat(shown("").text()).doesNotContain("switches");
    assertThat(states()).containsExactly("Operational", "Operational");

    house.replan(planned, maintenance(tags("rack4"), null, true));
    assertThat(states()).containsExactly("Under maintenance", "Operational");
  }

  @Test
  void aPageThatShowsNothingOfItSaysNothing() {
    house.plan(maintenance(tags("another"), null, true));

    assertThat(shown("").text()).doesNotContain("switches");
  }

  @Test
  void aComponentThatIsNamedIsWorkedOnWithAllThatItFollows() {
    UUID website = page.components().get(1).id().value();
    house.plan(
        maintenance(
            new Maintenance.Scope(false, List.of(), List.of(website), List.of()), null, true));
    house.later(Duration.ofHours(1));

    assertThat(states()).containsExactly("Operational", "Under maintenance");
  }

  @Test
  void whatIsSaidOfAComponentOfAnotherPageStaysThere() {
    StatusPageConfig inside =
        house
            .page("ops", "Ops")
            .visible(StatusPageConfig.Visibility.PRIVATE)
            .component("Database", "", api)
            .save();
    UUID database = inside.components().getFirst().id().value();
    house.plan(
        maintenance(
            new Maintenance.Scope(false, List.of(), List.of(database), List.of()), null, true));
    house.later(Duration.ofHours(1));

    assertThat(shown("").text()).doesNotContain("switches");
    assertThat(states()).containsExactly("Operational", "Operational");
  }

  @Test
  void whatAnotherOrganizationPlansUnderTheSameIdIsItsOwn() {
    Item<Maintenance> ours = house.plan(maintenance(tags("rack4"), null, true));
    Organization other = new Organization(OrganizationId.create(), "Other", House.NOW);
    house.store.add(other);
    Maintenance now =
        new Maintenance(
            "Theirs",
            "",
            new Timetable(House.NOW, House.NOW.plus(LASTS), ZoneId.of("UTC"), null),
            tags("rack4"),
            true,
            false,
            true);
    Item<Maintenance> theirs =
        house.store.createItem(
            new Item<>(other.id(), ours.id(), now, House.NOW, 0), House.SOMEBODY);
    while (theirs.revision() < ours.revision()) {
      theirs = house.store.updateItem(theirs, theirs.revision(), House.SOMEBODY);
    }
    house.refresh();
    PublicMaintenances told = new PublicMaintenances(house.configuration);
    Maintenances held = new Maintenances(house.configuration);

    assertThat(theirs.revision()).isEqualTo(ours.revision());
    assertThat(told.hasTurned(other.id(), House.NOW.minusSeconds(1), House.NOW)).isTrue();
    assertThat(held.open(other.id(), House.NOW)).hasSize(1);
    assertThat(told.on(page, House.NOW).now()).isEmpty();
    assertThat(held.open(house.organization.id(), House.NOW)).isEmpty();
  }

  @Test
  void whatComesAgainHasAPageForEachTime() {
    house.plan(
        maintenance(
            new Maintenance.Scope(true, List.of(), List.of(), List.of()), "FREQ=DAILY", true));

    assertThat(shown("").select("[aria-labelledby=h-planned] li > time").eachText())
        .containsExactly("20 Nov", "21 Nov", "22 Nov");

    house.later(Duration.ofHours(26));

    assertThat(states()).containsExactly("Under maintenance", "Under maintenance");
    assertThat(shown("").select(".past a").eachAttr("href")).doesNotHaveDuplicates().hasSize(4);
    assertThat(shown("").select(".past").last().text()).contains("completed after 2 h");

    house.later(Duration.ofDays(2));

    assertThat(shown("").select("[aria-labelledby=h-planned] li > time").eachText())
        .containsExactly("24 Nov", "25 Nov", "26 Nov");
  }

  @Test
  void whatIsCalledOffIsGoneAndWhatEndsEarlyIsOver() {
    Item<Maintenance> planned = house.plan(maintenance(tags("rack4"), null, true));
    house.later(Duration.ofMinutes(90));
    Item<Maintenance> ended =
        house.replan(planned, planned.content().endedAt(House.NOW.plus(Duration.ofMinutes(90))));

    assertThat(states()).containsExactly("Operational", "Operational");
    assertThat(shown("").select(".past").text()).contains("completed after 30 min");

    house.cancel(ended);
    assertThat(shown("").text()).doesNotContain("switches");
  }

  @Test
  void theWholePageIsUnderMaintenanceWhereAllOfItIs() {
    house.plan(
        maintenance(new Maintenance.Scope(true, List.of(), List.of(), List.of()), null, true));
    house.later(Duration.ofHours(1));

    assertThat(shown("").select("h1").text()).isEqualTo("Both components are under maintenance.");
    assertThat(shown("").title()).startsWith("Under maintenance");
  }
}
