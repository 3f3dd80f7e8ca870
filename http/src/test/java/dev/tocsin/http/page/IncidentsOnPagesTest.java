package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors of a status page are told of incidents, and what they are not. */
class IncidentsOnPagesTest {
  private static final Instant BEGAN = House.NOW.minus(Duration.ofMinutes(37));

  @TempDir Path folder;
  private final House.Tables tables = new House.Tables();
  private House house;
  private StatusPageConfig page;
  private ComponentId labels;
  private ComponentId rates;

  @BeforeEach
  void open() {
    house = new House(tables, folder, Runnable::run).start();
    MonitorRef monitor = house.monitor("one");
    house.is(monitor, Status.UP);
    page =
        house
            .page("acme", "Acme")
            .component("Labels", "", monitor)
            .component("Rates", "", monitor)
            .save();
    labels = page.components().get(0).id();
    rates = page.components().get(1).id();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Post post(Phase phase, int minute, String message, Affected... affected) {
    return new Post(
        UUID.randomUUID(),
        BEGAN.plus(Duration.ofMinutes(minute)),
        phase,
        message,
        List.of(affected),
        null);
  }

  /** And every node hears of it. */
  private IncidentRecord changed(IncidentRecord record, IncidentChange... changes) {
    IncidentRecord now = record;
    for (IncidentChange change : changes) {
      for (IncidentEvent event :
          ((Decision.Accepted) now.decide(change, House.SOMEBODY, House.NOW)).events()) {
        now = now.apply(event);
      }
    }
    house.incidents.publish(now);
    return now;
  }

  private IncidentRecord opened(
      String title, Impact impact, Visibility visibility, Affected... affected) {
    IncidentRecord empty =
        IncidentRecord.empty(new IncidentRef(house.organization.id(), IncidentId.create()));
    return changed(
        empty,
        new IncidentChange.Open(
            new Heading(title, impact),
            visibility,
            BEGAN,
            new Origin.ByHand(),
            post(Phase.INVESTIGATING, 2, "We **look** into it.", affected),
            List.of(AlertId.create())));
  }

  private PageSnapshot snapshot() {
    return ((PageSnapshots.Shown.Page) house.snapshots.at("acme")).snapshot();
  }

  private Document shown(String path) {
    return Jsoup.parse(
        new String(snapshot().at(path).orElseThrow().plain().toArray(), StandardCharsets.UTF_8));
  }

  private static String path(IncidentRecord incident) {
    return "incidents/" + incident.ref().incident();
  }

  private static String words(Document page, String selector) {
    return page.select(selector).text().replace('\u00a0', ' ');
  }

  /** Whatever a visitor can read. */
  private Stream<String> everything() {
    PageSnapshot all = snapshot();
    return Stream.concat(Stream.of(all.body()), all.below().values().stream())
        .map(body -> new String(body.plain().toArray(), StandardCharsets.UTF_8));
  }

  @Test
  void beginsWithWhatIsWrongAndSaysWhatIsDone() {
    IncidentRecord incident =
        opened(
            "Creating labels fails for some customers.",
            Impact.MAJOR,
            Visibility.PUBLIC,
            new Affected(labels, PageState.PARTIAL_OUTAGE));
    changed(
        incident,
        new IncidentChange.Tell(
            post(
                Phase.IDENTIFIED,
                30,
                "A disk.",
                new Affected(rates, PageState.DEGRADED_PERFORMANCE))));

    Document shown = shown("");
    assertThat(shown.select("h1").text()).isEqualTo("Creating labels fails for some customers.");
    assertThat(shown.select(".verdict").attr("data-state")).isEqualTo("partial");
    assertThat(words(shown, ".verdict .line")).isEqualTo("Partial outage since 20 Nov, 01:47 UTC");
    assertThat(words(shown, ".verdict header p:last-child"))
        .startsWith("Labels is partly down. Rates is degraded. As of");
    assertThat(shown.select(".updates b").eachText())
        .containsExactly("Identified", "Investigating");
    assertThat(shown.select(".updates time").eachAttr("datetime"))
        .containsExactly("2026-11-20T02:17:00Z", "2026-11-20T01:49:00Z");
    assertThat(shown.select(".updates strong").text()).isEqualTo("look");
    assertThat(shown.select(".components .badge").eachText())
        .containsExactly("Partial outage", "Degraded performance");

    Document own = shown(path(incident));
    assertThat(own.title()).isEqualTo("Creating labels fails for some customers. · Acme");
    assertThat(own.select(".components h3").eachText()).containsExactly("Labels", "Rates");
    assertThat(own.select("header a").attr("href")).isEqualTo("/status/acme");
    assertThat(shown.select(".verdict .more a").attr("href"))
        .isEqualTo("/status/acme/" + path(incident));
  }

  @Test
  void isPastWhenItIsResolvedAndTheComponentsAreWhatTheMonitorsSee() {
    IncidentRecord incident =
        opened(
            "Labels fail.",
            Impact.CRITICAL,
            Visibility.PUBLIC,
            new Affected(labels, PageState.MAJOR_OUTAGE));
    changed(
        incident,
        new IncidentChange.Tell(post(Phase.RESOLVED, 35, "A *new* disk. All labels work.")));

    Document shown = shown("");
    assertThat(shown.select("h1").text()).isEqualTo("All systems work.");
    assertThat(shown.select(".verdict").attr("data-state")).isEqualTo("up");
    assertThat(shown.select(".updates")).isEmpty();
    assertThat(shown.select(".past h3 a").text()).isEqualTo("Labels fail.");
    assertThat(words(shown, ".past p"))
        .isEqualTo("Resolved after 35 min. A new disk. All labels work.");
    assertThat(words(shown("history"), "h2")).isEqualTo("November 2026");
    assertThat(shown("history").select(".past h3 a").attr("href"))
        .isEqualTo("/status/acme/" + path(incident));
    assertThat(words(shown(path(incident)), ".verdict .line")).isEqualTo("Resolved after 35 min");
  }

  @Test
  void theWorstComesFirstAndTheOthersFollow() {
    opened(
        "Rates are slow.",
        Impact.MINOR,
        Visibility.PUBLIC,
        new Affected(rates, PageState.DEGRADED_PERFORMANCE));
    opened(
        "Labels fail.",
        Impact.CRITICAL,
        Visibility.PUBLIC,
        new Affected(labels, PageState.MAJOR_OUTAGE));

    Document shown = shown("");
    assertThat(shown.select("h1").text()).isEqualTo("Labels fail.");
    assertThat(shown.select(".verdict h2").eachText()).containsExactly("Rates are slow.");
    assertThat(shown.select(".verdict").eachAttr("data-state")).containsExactly("down", "degraded");
  }

  @Test
  void oneThatNamesNoComponentIsThePages() {
    opened("Nobody can sign in.", Impact.MAJOR, Visibility.PUBLIC);
    Document shown = shown("");
    assertThat(shown.select(".verdict").attr("data-state")).isEqualTo("partial");
    assertThat(words(shown, ".verdict header p:last-child")).startsWith("As of");
    assertThat(shown.select(".components .badge").eachText())
        .containsExactly("Operational", "Operational");
  }

  @Test
  void nothingThatIsInternalIsInTheBytes() {
    IncidentRecord incident =
        opened(
            "A secret draft",
            Impact.MAJOR,
            Visibility.INTERNAL,
            new Affected(labels, PageState.MAJOR_OUTAGE));
    assertThat(everything()).noneMatch(text -> text.contains("secret") || text.contains("look"));
    assertThat(shown("").select("h1").text()).isEqualTo("All systems work.");

    IncidentRecord noted =
        changed(
            incident,
            new IncidentChange.Note(UUID.randomUUID(), "a secret note"),
            new IncidentChange.Amend("Labels fail", Impact.MAJOR, null, null),
            new IncidentChange.Publish());
    assertThat(everything()).noneMatch(text -> text.contains("secret"));
    assertThat(everything()).noneMatch(text -> text.contains(noted.alerts().getFirst().toString()));
    assertThat(shown("").select("h1").text()).isEqualTo("Labels fail");
  }

  @Test
  void whatAnotherPageShowsIsNotToldHere() {
    StatusPageConfig other = house.page("beta", "Beta").component("Vault", "").save();
    Affected vault = new Affected(other.components().getFirst().id(), PageState.MAJOR_OUTAGE);
    opened("Only the vault", Impact.MAJOR, Visibility.PUBLIC, vault);
    assertThat(everything()).noneMatch(text -> text.contains("ault"));

    opened(
        "Labels fail",
        Impact.MINOR,
        Visibility.PUBLIC,
        vault,
        new Affected(labels, PageState.DEGRADED_PERFORMANCE));
    assertThat(everything())
        .noneMatch(text -> text.contains("Vault") || text.contains(vault.component().toString()));
    assertThat(shown("").select(".verdict").attr("data-state")).isEqualTo("degraded");
  }

  @Test
  void whatIsRetractedOrRemovedIsNowhere() {
    IncidentRecord incident = opened("Labels fail", Impact.MAJOR, Visibility.PUBLIC);
    Post wrong = post(Phase.IDENTIFIED, 5, "It is our provider's fault.");
    IncidentRecord told = changed(incident, new IncidentChange.Tell(wrong));
    assertThat(everything()).anyMatch(text -> text.contains("provider"));
    IncidentRecord left = changed(told, new IncidentChange.Retract(wrong.id()));
    assertThat(everything()).noneMatch(text -> text.contains("provider"));
    changed(left, new IncidentChange.Remove());
    assertThat(everything()).noneMatch(text -> text.contains("Labels fail"));
    assertThat(snapshot().at(path(incident))).isEmpty();
  }

  @Test
  void areOnDiskWithThePageForANodeWithoutADatabase() {
    IncidentRecord incident = opened("Labels fail", Impact.MAJOR, Visibility.PUBLIC);
    house.close();
    tables.store.goAway();
    try (House restarted = new House(tables, folder, Runnable::run)) {
      var shown = (PageSnapshots.Shown.Page) restarted.snapshots.at("acme");
      assertThat(shown.snapshot().at(path(incident))).isPresent();
      assertThat(shown.snapshot().at("history")).isPresent();
      assertThat(shown.snapshot().body().tag()).isEqualTo(snapshot().body().tag());
    }
  }

  @Test
  void aChangeElsewhereMakesNoNewBytes() {
    IncidentRecord incident = opened("Labels fail", Impact.MAJOR, Visibility.PUBLIC);
    PageSnapshot before = snapshot();
    changed(incident, new IncidentChange.Note(UUID.randomUUID(), "Disk 4."));
    assertThat(snapshot()).isSameAs(before);
    opened("Printers", Impact.MINOR, Visibility.PUBLIC);
    assertThat(snapshot().below().get(path(incident))).isSameAs(before.below().get(path(incident)));
  }

  @Test
  void takingBackWhatNamedAComponentDoesNotPutItOnEveryPage() {
    StatusPageConfig other = house.page("beta", "Beta").component("Vault", "").save();
    Affected vault = new Affected(other.components().getFirst().id(), PageState.MAJOR_OUTAGE);
    IncidentRecord incident = opened("Only inside", Impact.MAJOR, Visibility.PUBLIC, vault);
    IncidentRecord told =
        changed(incident, new IncidentChange.Tell(post(Phase.IDENTIFIED, 5, "A disk.")));
    changed(told, new IncidentChange.Retract(told.posts().getFirst().id()));
    assertThat(everything()).noneMatch(text -> text.contains("Only inside"));
  }

  @Test
  void aComponentThatDoesNotSufferBringsItToNoPage() {
    StatusPageConfig other = house.page("beta", "Beta").component("Vault", "").save();
    opened(
        "Only inside",
        Impact.MAJOR,
        Visibility.PUBLIC,
        new Affected(other.components().getFirst().id(), PageState.MAJOR_OUTAGE),
        new Affected(labels, PageState.OPERATIONAL));
    assertThat(everything()).noneMatch(text -> text.contains("Only inside"));
  }

  @Test
  void wordsWithoutASpaceAndQuotesWithoutAnEndAreShownLikeOthers() {
    IncidentRecord long1 = opened("Long", Impact.MINOR, Visibility.PUBLIC);
    changed(long1, new IncidentChange.Tell(post(Phase.RESOLVED, 5, "\ud83d\ude00".repeat(300))));
    assertThat(shown("").select(".past p").text()).contains("\ud83d\ude00 …");
    IncidentRecord deep = opened("Deep", Impact.MINOR, Visibility.PUBLIC);
    changed(deep, new IncidentChange.Tell(post(Phase.IDENTIFIED, 5, ">".repeat(9_000) + " end")));
    changed(deep, new IncidentChange.Tell(post(Phase.IDENTIFIED, 6, "![".repeat(4_900) + " end")));
    assertThat(shown("").select("h1").text()).isEqualTo("Deep");
  }
}
