package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    assertThat(Words.time(then, House.NOW)).isEqualTo("31\u00a0Dec\u00a02025, 23:59\u00a0UTC");
    assertThat(Words.time(House.NOW, House.NOW)).isEqualTo("20\u00a0Nov, 02:24\u00a0UTC");
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
    assertThat(page("large").select(".components li")).hasSize(501);
  }

  /** Nothing inline, nothing from elsewhere. */
  static void assertStrict(Document page) {
    assertThat(page.select("script:not([src])")).isEmpty();
    assertThat(page.select("style, [style]")).isEmpty();
    assertThat(page.select("script[src], link[href]").eachAttr("src"))
        .allMatch(address -> address.startsWith("/assets/"));
    assertThat(page.select("link[href]").eachAttr("href"))
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
