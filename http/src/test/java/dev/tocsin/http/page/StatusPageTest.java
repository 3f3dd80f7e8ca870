package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPageTest {
  private static final String HOSTILE =
      "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;${7*7}";

  @TempDir Path folder;
  private House house;

  @BeforeEach
  void open() {
    house = new House(folder).start();
  }

  @Test
  void saysWhatFailsAndSinceWhen() {
    MonitorRef labels = house.monitor("labels");
    MonitorRef west = house.monitor("west");
    MonitorRef rates = house.monitor("rates");
    house.is(labels, Status.DOWN, Duration.ofMinutes(37), "secret-host.internal refused");
    house.is(west, Status.UP);
    house.is(rates, Status.UP);
    house
        .page("acme", "Acme")
        .group("API")
        .component("Labels", "Creating labels", labels, west)
        .component("Rates", "", rates)
        .save();

    Document page = page("acme");

    assertThat(page.title()).isEqualTo("Partial outage · Acme");
    assertThat(page.select("h1").text()).isEqualTo("Labels is partly down.");
    assertThat(page.select(".verdict").attr("data-state")).isEqualTo("partial");
    assertThat(page.select(".verdict .line").text().replace('\u00a0', ' '))
        .isEqualTo("Partial outage since 20 Nov, 01:47 UTC");
    assertThat(page.select(".verdict p").last().text().replace('\u00a0', ' '))
        .startsWith("Everything else works. As of 20 Nov 2026, 02:24 UTC.");
    assertThat(page.select("details summary .badge").text()).isEqualTo("Partial outage");
    assertThat(page.select("details").hasAttr("open")).isTrue();
    assertThat(page.select(".components h3").eachText()).containsExactly("Labels", "Rates");
    assertThat(page.select(".components .badge").eachText())
        .containsExactly("Partial outage", "Operational");
    assertThat(page.select(".components time").eachAttr("datetime"))
        .containsExactly("2026-11-20T01:47:00Z");
    assertThat(page.outerHtml()).doesNotContain("secret-host");
  }

  @Test
  void whatPeopleWroteIsTextWhereverItStands() {
    MonitorRef monitor = house.monitor("one");
    house.is(monitor, Status.DOWN);
    house
        .page("acme", HOSTILE)
        .component(HOSTILE, HOSTILE, monitor)
        .group(HOSTILE)
        .component(HOSTILE, HOSTILE, monitor)
        .save();

    Document page = page("acme");

    assertThat(page.select("script:not([src]), img, [onerror]")).isEmpty();
    assertThat(page.title()).isEqualTo("Major outage · " + HOSTILE);
    assertThat(page.select(".components h3").eachText()).containsExactly(HOSTILE, HOSTILE);
    assertThat(page.select(".components p").eachText()).containsExactly(HOSTILE, HOSTILE);
    assertThat(page.select("details").attr("data-name")).isEqualTo(HOSTILE);
  }

  @Test
  void isCompleteAndStrictWithoutAScript() {
    MonitorRef monitor = house.monitor("one");
    house.is(monitor, Status.UP);
    house.page("acme", "Acme").component("One", "", monitor).save();

    Document page = page("acme");

    assertThat(page.select("h1").text()).isEqualTo("All systems work.");
    assertStrict(page);
    assertThat(page.select("meta[http-equiv]")).isEmpty();
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("a.skip").attr("href")).isEqualTo("#main");
  }

  @Test
  void theYearIsNamedWhereItIsAnother() {
    Instant then = Instant.parse("2025-12-31T23:59:30Z");

    Times times = new Times(House.NOW, ZoneId.of("UTC"));
    assertThat(times.time(then)).isEqualTo("31\u00a0Dec\u00a02025, 23:59\u00a0UTC");
    assertThat(times.time(House.NOW)).isEqualTo("20\u00a0Nov, 02:24\u00a0UTC");
  }

  @Test
  void durationsAreTheTwoUnitsThatSaySomething() {
    assertThat(
            java.util.stream.LongStream.of(
                    0, 59, 60, 389, 3_600, 7_261, 187_200, 604_800, 3_600_000)
                .mapToObj(
                    seconds -> Words.duration(Duration.ofSeconds(seconds)).replace('\u00a0', ' ')))
        .containsExactly(
            "0 s", "59 s", "1 min", "6 min 29 s", "1 h", "2 h 1 min", "2 d 4 h", "7 d", "41 d");
  }

  @Test
  void fiveHundredComponentsAreRenderedWithinFiftyMilliseconds() {
    House.PageMaker maker = house.page("large", "Large");
    for (int group = 0; group < 25; group++) {
      maker.group("Group " + group);
      for (int each = 0; each < 20; each++) {
        MonitorRef monitor = house.monitor("m-" + group + "-" + each);
        house.is(monitor, each % 7 == 0 ? Status.DEGRADED : Status.UP);
        maker.component("Component " + group + "." + each, "What it is for", monitor);
      }
    }
    maker.save();
    MonitorRef last = house.monitor("last");
    maker.component("Last", "", last).save();
    for (int warm = 0; warm < 50; warm++) {
      house.is(last, warm % 2 == 0 ? Status.DOWN : Status.UP);
    }

    // rendered on this thread: its own time, whatever else the machine does
    java.lang.management.ThreadMXBean thread =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long[] nanos = new long[21];
    for (int run = 0; run < nanos.length; run++) {
      long began = thread.getCurrentThreadCpuTime();
      house.is(last, run % 2 == 0 ? Status.DOWN : Status.UP);
      nanos[run] = thread.getCurrentThreadCpuTime() - began;
    }
    java.util.Arrays.sort(nanos);

    System.out.printf(
        "500 components: median %.1f ms, worst %.1f ms, %d bytes, %d gzipped%n",
        nanos[10] / 1e6,
        nanos[20] / 1e6,
        body("large").plain().size(),
        body("large").gzip().size());
    // a busy machine makes some runs slow, not most of the quick ones
    assertThat(Duration.ofNanos(nanos[5])).isLessThan(Duration.ofMillis(50));
    assertThat(page("large").select(".components > li")).hasSize(501);
  }

  @Test
  void eachDaySaysWhatHappenedOnIt() {
    MonitorRef monitor = house.monitor("one");
    house.is(monitor, Status.UP, Duration.ofDays(20), null);
    house.is(monitor, Status.DOWN, Duration.ofHours(50), null);
    house.is(monitor, Status.DEGRADED, Duration.ofHours(50).minusMinutes(47), null);
    house.is(monitor, Status.UP, Duration.ofHours(49), null);
    StatusPageConfig saved = house.page("acme", "Acme").component("One", "", monitor).save();
    IncidentId id = IncidentId.create();
    tell(id, "One <fails>", saved.components().getFirst().id(), Duration.ofHours(50));

    Document page = page("acme");

    var days = page.select(".days");
    assertThat(days.attr("data-first")).isEqualTo("2026-08-23");
    assertThat(days.attr("data-days")).hasSize(90).endsWith("utuu").startsWith("nnnn");
    assertThat(page.select(".days svg").attr("aria-label"))
        .matches("One, last 90 days: [0-9.]+% uptime, 1 day with trouble, no data on \\d+ days");
    assertThat(page.select(".days path title").eachText()).containsExactly("No trouble", "No data");
    var happened = page.select(".happened li");
    assertThat(happened.eachAttr("data-day")).containsExactly("89", "88", "87");
    assertThat(happened.last().text().replace('\u00a0', ' '))
        .isEqualTo("18 Nov Major outage, 47 min; degraded performance, 13 min. One <fails>");
    assertThat(happened.first().text().replace('\u00a0', ' '))
        .isEqualTo("20 Nov No trouble measured. One <fails>");
    assertThat(happened.select("a").first().attr("href")).isEqualTo("/status/acme/incidents/" + id);
    assertThat(page.select("link[rel=alternate]").eachAttr("href"))
        .containsExactly("/status/acme/feed.atom", "/status/acme/feed.rss");
    assertThat(page.select("footer nav a").eachText())
        .containsExactly("Atom", "RSS", "Calendar", "JSON");
    assertStrict(page);
  }

  private static IncidentRecord changed(IncidentRecord before, IncidentChange change) {
    IncidentRecord record = before;
    for (IncidentEvent event :
        ((Decision.Accepted) record.decide(change, House.SOMEBODY, House.NOW)).events()) {
      record = record.apply(event);
    }
    return record;
  }

  private IncidentRecord tell(IncidentId id, String title, ComponentId component, Duration ago) {
    IncidentRecord record = IncidentRecord.empty(new IncidentRef(house.organization.id(), id));
    IncidentChange open =
        new IncidentChange.Open(
            new Heading(title, Impact.MAJOR),
            dev.tocsin.incident.Visibility.PUBLIC,
            House.NOW.minus(ago),
            new Origin.ByHand(),
            new Post(
                UUID.randomUUID(),
                House.NOW.minus(ago),
                Phase.INVESTIGATING,
                "We **look** into it. ".repeat(10),
                List.of(new Affected(component, PageState.MAJOR_OUTAGE)),
                null),
            List.of());
    record = changed(record, open);
    house.incidents.publish(record);
    return record;
  }

  private void resolve(IncidentRecord incident, Duration ago) {
    house.incidents.publish(
        changed(
            incident,
            new IncidentChange.Tell(
                new Post(
                    UUID.randomUUID(),
                    House.NOW.minus(ago),
                    Phase.RESOLVED,
                    "It *works* again. ".repeat(10),
                    List.of(),
                    null))));
  }

  @Test
  void fiftyComponentsAreLessThanFiftyKilobytesWithAllThatTheyNeed() {
    House.PageMaker maker = house.page("fifty", "Fifty");
    for (int each = 0; each < 50; each++) {
      MonitorRef monitor = house.monitor("m" + each);
      house.is(monitor, Status.UP, Duration.ofDays(25), null);
      for (int outage = 1; outage <= 4; outage++) {
        Duration ago = Duration.ofHours(37L * outage + each);
        house.is(monitor, outage % 2 == 0 ? Status.DOWN : Status.DEGRADED, ago, null);
        house.is(monitor, Status.UP, ago.minusMinutes(7L * outage + each), null);
      }
      maker.component("Component " + each, "What number " + each + " is for", monitor);
    }
    StatusPageConfig page = maker.save();
    for (int each = 0; each < 8; each++) {
      tell(
          IncidentId.create(),
          "Incident number " + each,
          page.components().get(each * 5).id(),
          Duration.ofDays(each));
    }
    int all =
        body("fifty").gzip().size()
            + java.util.stream.Stream.of(
                    "tocsin.css", "theme.js", "status.js", "icons.svg", "mark.svg")
                .mapToInt(asset -> House.ASSETS.body(asset).gzip().size())
                .sum();
    System.out.printf("50 components: page %d, in all %d%n", body("fifty").gzip().size(), all);
    assertThat(all).isLessThan(50_000);
  }

  @Test
  void whatIsUnderAPageOfFiveHundredComponentsAndFiftyIncidentsIsRenderedInTimeToo() {
    House.PageMaker maker = house.page("large", "Large");
    for (int each = 0; each < 500; each++) {
      MonitorRef monitor = house.monitor("m" + each);
      house.is(monitor, each % 7 == 0 ? Status.DEGRADED : Status.UP);
      maker.component("Component " + each, "What it is for", monitor);
    }
    MonitorRef last = house.monitor("last");
    StatusPageConfig page = maker.component("Last", "", last).save();
    for (int each = 0; each < 50; each++) {
      IncidentRecord told =
          tell(
              IncidentId.create(),
              "Incident number " + each,
              page.components().get(each * 9).id(),
              Duration.ofHours(each + 1));
      if (each > 1) {
        resolve(told, Duration.ofHours(each));
      }
    }
    java.lang.management.ThreadMXBean thread =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long[] nanos = new long[21];
    for (int run = -100; run < nanos.length; run++) {
      long began = thread.getCurrentThreadCpuTime();
      house.is(last, run % 2 == 0 ? Status.DOWN : Status.UP);
      if (run >= 0) {
        nanos[run] = thread.getCurrentThreadCpuTime() - began;
      }
    }
    java.util.Arrays.sort(nanos);
    PageSnapshot all = ((PageSnapshots.Shown.Page) house.snapshots.at("large")).snapshot();
    System.out.printf(
        "500 components, 50 incidents, with all below: median %.1f ms, worst %.1f ms; %d bodies,"
            + " gzipped %d bytes%n",
        nanos[10] / 1e6,
        nanos[20] / 1e6,
        all.below().size(),
        all.below().values().stream().mapToInt(body -> body.gzip().size()).sum());
    assertThat(Duration.ofNanos(nanos[5])).isLessThan(Duration.ofMillis(50));
  }

  /** Nothing inline, nothing from elsewhere. */
  static void assertStrict(Document page) {
    assertThat(page.select("script:not([src])")).isEmpty();
    assertThat(page.select("style, [style]")).isEmpty();
    assertThat(page.select("script[src]").eachAttr("src"))
        .allMatch(address -> address.startsWith("/assets/"));
    assertThat(page.select("link[href]:not([rel=alternate])").eachAttr("href"))
        .allMatch(address -> address.startsWith("/assets/"));
    assertThat(page.getAllElements())
        .noneMatch(
            element ->
                element.attributes().asList().stream()
                    .anyMatch(attribute -> attribute.getKey().startsWith("on")));
    assertThat(page.select("h1")).hasSize(1);
  }

  private dev.tocsin.http.asset.ReadyBody body(String slug) {
    return ((PageSnapshots.Shown.Page) house.snapshots.at(slug)).snapshot().body();
  }

  private Document page(String slug) {
    return Jsoup.parse(new String(body(slug).plain().toArray(), StandardCharsets.UTF_8));
  }
}
