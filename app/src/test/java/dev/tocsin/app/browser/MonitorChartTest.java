package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.app.testing.Target;
import dev.tocsin.http.testing.ApiClient;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody looks at what was: as a chart, and result by result. */
class MonitorChartTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);
  private static final String PICTURE =
      "() => document.querySelector('#canvas canvas').toDataURL()";
  private static final String COLOURS =
      """
      () => {
        const { width, height } = document.querySelector("#canvas canvas");
        const copy = new OffscreenCanvas(width, height);
        const paper = copy.getContext("2d", { willReadFrequently: true });
        paper.drawImage(document.querySelector("#canvas canvas"), 0, 0);
        const { data } = paper.getImageData(0, 0, width, height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] === 255) {
            colours.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
          }
        }
        return [...colours].sort().join();
      }
      """;

  @TempDir static Path folder;

  private static RunningNode node;
  private static Target target;
  private static String monitor;

  @BeforeAll
  static void watch() {
    node = RunningNode.start(folder, Map.of());
    target = new Target();
    ApiClient owner = node.owner();
    monitor =
        owner
            .post(
                "/monitors",
                Map.of(
                    "name",
                    "shop",
                    "type",
                    "http",
                    "interval",
                    "5s",
                    "timeout",
                    "2s",
                    "http",
                    Map.of("url", target.url().toString())))
            .expect(201)
            .text("id");
    for (int each = 0; each < 4; each++) {
      owner.post("/monitors/" + monitor + "/check").expect(200);
    }
    target.goDown();
    owner.post("/monitors/" + monitor + "/check").expect(200);
    target.comeUp();
    owner.post("/monitors/" + monitor + "/check").expect(200);
  }

  @AfterAll
  static void stop() {
    node.close();
    target.close();
  }

  @Test
  void theChartIsDrawnAndUsedByTheKeyboard() {
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/monitors/" + monitor)) {
      Page page = visit.page();
      assertThat(page.locator("#canvas canvas")).isVisible();
      assertThat(page.locator("#finding")).containsText("over 24 hours");
      assertThat(page.locator("#m-lat .plot")).not().isVisible();
      assertThat(page.locator("#canvas"))
          .hasAttribute("aria-label", "Response time: " + page.locator("#finding").textContent());
      assertThat(colours(page).split(",")).hasSizeGreaterThan(4);

      page.locator("#ranges input[value='24h']").focus();
      page.keyboard().press("ArrowRight");
      assertThat(page.locator("#finding")).containsText("over 7 days");
      assertThat(page.url()).endsWith("?range=7d");
      page.keyboard().press("ArrowRight");
      assertThat(page.locator("#legend")).containsText("p99");

      page.reload();
      assertThat(page.locator("#finding")).containsText("over 30 days");
      page.locator("#ranges input[value='30d']").focus();
      page.keyboard().press("ArrowLeft");
      page.keyboard().press("ArrowLeft");
      assertThat(page.locator("#finding")).containsText("over 24 hours");

      press(page, "in");
      assertThat(page.locator("#zoom [value=reset]")).isEnabled();
      press(page, "earlier");
      press(page, "reset");
      assertThat(page.locator("#zoom [value=reset]")).isDisabled();
      assertThat(page.locator("#zoom [value=in]")).isFocused();
    }
  }

  @Test
  void itsColoursAreThoseOfTheTheme() {
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/monitors/" + monitor)) {
      Page page = visit.page();
      assertThat(page.locator("#canvas canvas")).isVisible();
      String byDay = colours(page);

      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

      page.waitForFunction("(before) => (" + COLOURS + ")() !== before", byDay);
      assertThat(colours(page).split(",")).hasSizeGreaterThan(4);
    }
  }

  @Test
  void whatComesNewIsInTheFiguresWithoutAReload() {
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/monitors/" + monitor)) {
      Page page = visit.page();
      page.getByText("The figures as a table").click();
      String first = page.locator("#figures tbody tr").first().textContent();

      assertThat(page.locator("#figures tbody tr").first())
          .not()
          .hasText(first, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
      assertThat(page.locator("#figures")).hasAttribute("open", "");
      assertThat(page.locator("#figures tbody")).containsText(first.substring(0, 12), SOON);
    }
  }

  @Test
  void itsTimesAreThoseOfTheReadersZoneAsThePagesAre() {
    String session = Sample.join(node.nobody(), node.owner(), "tokyo@example.com", null, "viewer");
    node.nobody()
        .as(session)
        .patch("/profile", JsonNodeFactory.instance.objectNode().put("timeZone", "Asia/Tokyo"))
        .expect(200);
    try (var visit = new Visit(CHROMIUM, node).with(session).to("/monitors/" + monitor)) {
      Page page = visit.page();
      assertThat(page.locator("h1")).containsText("JST");
      assertThat(page.locator("#finding")).containsText(" JST.");
      assertThat(page.locator("#legend .end")).containsText("JST");
      String day =
          DateTimeFormatter.ofPattern("d\u00a0MMM, ", Locale.ENGLISH)
              .format(ZonedDateTime.now(ZoneId.of("Asia/Tokyo")));
      assertThat(page.locator("#legend .end")).containsText(day);
      page.getByText("The figures as a table").click();
      assertThat(page.locator("#figures tbody tr").first()).containsText("JST");
    }
  }

  @Test
  void whatComesNewIsDrawnWithoutAReload() {
    try (var visit = new Visit(CHROMIUM, node).signIn().to("/monitors/" + monitor)) {
      Page page = visit.page();
      assertThat(page.locator("#canvas canvas")).isVisible();
      String last = page.locator("#legend .end").textContent();
      Object drawn = page.evaluate(PICTURE);

      assertThat(page.locator("#legend .end"))
          .not()
          .hasText(last, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
      assertThat(page.evaluate(PICTURE)).isNotEqualTo(drawn);
      assertThat(page.locator("#ranges input[value='24h']")).isChecked();
    }
  }

  @Test
  void withoutScriptsResultsAreFilteredAndTheLastOnesAreDrawn() {
    try (var visit =
        new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts())
            .signIn()
            .to("/monitors/" + monitor)) {
      Page page = visit.page();
      assertThat(page.locator("#m-lat .plot")).isVisible();
      assertThat(page.locator("#ranges")).not().isVisible();

      page.getByText("All results").click();
      assertThat(page.locator("#main tbody tr[data-state=up]")).not().hasCount(0);
      page.getByText("Failed", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("Show", new Page.GetByTextOptions().setExact(true)).last().click();

      assertThat(page.locator("h1")).hasText("Failed results of shop.");
      assertThat(page.locator("#main tbody tr[data-state=down]")).hasCount(1);
      assertThat(page.locator("#main tbody tr[data-state=up]")).hasCount(0);
      assertThat(page.locator("#main tbody")).containsText("refused");
    }
  }

  private static String colours(Page page) {
    return (String) page.evaluate(COLOURS);
  }

  private static void press(Page page, String value) {
    page.locator("#zoom [value=" + value + "]").focus();
    page.keyboard().press("Enter");
  }
}
