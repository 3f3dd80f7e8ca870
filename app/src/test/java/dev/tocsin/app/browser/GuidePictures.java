package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.http.testing.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the guide anew, into {@code docs/images}: the first minutes in a new
 * installation, the rest in the demo. It tests nothing, so it runs by name only: {@code mvn -pl app
 * -am test -Dtest=GuidePictures -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class GuidePictures {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Path PICTURES = Path.of("..", "docs", "images");
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final Visit.Look DAY = Visit.Look.DESK;
  private static final Visit.Look NIGHT = DAY.inTheDark();
  private static final int GOOD_ENOUGH = 82;
  private static final int RESULTS = 60;

  @TempDir Path folder;

  @Test
  void ofTheFirstMinutes() throws IOException {
    try (var node = RunningNode.withoutOwner(folder, Map.of());
        var visit = new Visit(CHROMIUM, node, new Visit.Look(1440, 780, false, true))) {
      var page = visit.page();
      visit.to(setUpLink(node));
      page.getByLabel("Organization").fill("Harbourline");
      page.getByLabel("Your e-mail address").fill("mara@harbourline.example");
      page.getByLabel("Password").fill(RunningNode.PASSWORD);
      take(page, "setup");
      page.getByText("Create organization").click();

      live(visit).getByLabel("What shall I watch?").fill("shop.harbourline.example");
      take(page, "first");
      visit.to("/monitors/new?type=http");
      page.getByLabel("Name", exactly()).fill("Shop");
      page.getByLabel("Address", exactly()).fill(node.uri("/health/live").toString());
      page.getByText("Test first").click();
      assertThat(page.getByText("What the test saw")).isVisible();
      page.setViewportSize(1440, 900);
      page.evaluate("() => scrollTo(0, 0)");
      take(page, "form");
    }
  }

  private static String setUpLink(RunningNode node) {
    return node.node()
        .setUpLink()
        .map(URI::getRawQuery)
        .map(query -> "/setup?" + query)
        .orElseThrow();
  }

  @Test
  void ofTheDemo() throws IOException {
    var environment = Map.of("TOCSIN_PORT", "0", "TOCSIN_DATA_DIR", folder.toString());
    try (var process = TocsinProcess.start(environment, "demo").awaitReady(PATIENCE)) {
      String password = Files.readString(folder.resolve("demo-password")).strip();
      var owner = ApiClient.of(process.url()).signIn("demo@example.com", password);
      await().atMost(PATIENCE).until(() -> isTold(owner));
      check(owner);
      owner.patch("/profile", Map.of("name", "Mara Lind")).expect(200);
      Sample.join(
          ApiClient.of(process.url()), owner, "jonas@harbourline.example", "Jonas Weber", "admin");
      for (Visit.Look look : new Visit.Look[] {DAY, NIGHT, DAY.onAPhone().inTheDark()}) {
        try (var visit = new Visit(CHROMIUM, process.url(), look)) {
          visit.signIn("demo@example.com", password);
          walk(visit, look, owner);
        }
      }
    }
  }

  /** Everything is known of what the demo watches. */
  private static boolean isTold(ApiClient owner) {
    return StreamSupport.stream(
            owner.get("/monitors").expect(200).json().get("items").spliterator(), false)
        .noneMatch(monitor -> monitor.get("status").asText().equals("pending"));
  }

  /** So often that the last results are many. */
  private static void check(ApiClient owner) {
    for (var monitor : owner.get("/monitors").expect(200).json().get("items")) {
      for (int each = 0; each < RESULTS && !monitor.has("heartbeat"); each++) {
        owner.post("/monitors/" + monitor.get("id").asText() + "/check").expect(200);
      }
    }
  }

  private static void walk(Visit visit, Visit.Look look, ApiClient owner) throws IOException {
    String front = "/monitors/" + Sample.named(owner, "Sign-in page");
    if (look.isPhone()) {
      take(live(visit.to("/")), "list-phone");
      charted(visit.to(front + "?range=30d"));
      take(visit.page(), "monitor-phone");
    } else if (look.dark()) {
      live(visit.to(front));
      visit.page().keyboard().press("Control+k");
      visit.page().keyboard().type("page");
      assertThat(visit.page().locator("#palette-found")).containsText("Sign-in page");
      take(visit.page(), "palette");
    } else {
      byDay(visit, front, owner);
    }
  }

  private static void byDay(Visit visit, String front, ApiClient owner) throws IOException {
    var page = visit.page();
    take(live(visit.to("/")), "list");
    live(visit).locator("#lists .pick").first().check();
    take(page, "select");
    charted(visit.to(front + "?range=30d"));
    page.setViewportSize(1440, 1400);
    take(page, "monitor");
    page.setViewportSize(1440, 900);
    take(visit.to(front + "/results").page(), "results");
    visit.to("/organization/members");
    page.getByLabel("E-mail address").fill("tomas@harbourline.example");
    page.getByText("Invite", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#invitation")).isVisible();
    take(page, "members");
    take(visit.to("/organization/audit").page(), "audit");
    take(visit.to("/status/demo").page(), "status-page");
    alerting(visit, owner);
    told(visit, owner);
  }

  /** The one that is meant to be down has told the first, and waits for an answer. */
  private static void alerting(Visit visit, ApiClient owner) throws IOException {
    var page = visit.page();
    take(live(visit.to("/alerts")), "alerts");
    String alert =
        owner.get("/alerts?state=triggered").expect(200).json().at("/items/0/id").asText();
    live(visit.to("/alerts/" + alert));
    assertThat(page.locator("#p-told")).containsText("Delivered");
    page.setViewportSize(1440, 1100);
    take(page, "alert");
    page.setViewportSize(1440, 780);
    visit.to("/on-call?view=weeks");
    take(page, "on-call");
    take(visit.to("/organization/escalation").page(), "escalation");
    owner
        .post(
            "/channels",
            Map.of(
                "name",
                "Operations",
                "type",
                "slack",
                "url",
                "https://hooks.slack.com/services/T0/B0/x"))
        .expect(201);
    owner
        .post("/channels", Map.of("name", "Night phone", "type", "ntfy", "topic", "a-long-topic"))
        .expect(201);
    take(visit.to("/organization/channels").page(), "channels");
    page.setViewportSize(1440, 900);
  }

  /** Something that the page does not show goes down. */
  private static void told(Visit visit, ApiClient owner) throws IOException {
    String printer =
        owner
            .post("/monitors", Map.of("name", "Label printer", "type", "manual"))
            .expect(201)
            .text("id");
    live(visit.to("/this-browser"));
    for (String status : new String[] {"up", "down"}) {
      var said = Map.of("status", status, "message", "503 Service Unavailable");
      owner.post("/monitors/" + printer + "/state", said).expect(200);
    }
    assertThat(visit.page().locator("#toasts .toast")).containsText("is down");
    take(visit.page(), "notice");
    owner.delete("/monitors/" + printer).expect(204);
  }

  private static Page live(Visit visit) {
    assertThat(visit.page().locator("html")).hasAttribute("data-live", "yes");
    return visit.page();
  }

  private static void charted(Visit visit) {
    // what was before is read a moment after the first look at it
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              visit.page().reload();
              return visit.page().locator("#m-year path[data-state=down]").count() > 1;
            });
    live(visit);
    assertThat(visit.page().locator("#canvas canvas")).isVisible();
    assertThat(visit.page().locator("#finding")).not().isEmpty();
  }

  /** What the window shows, as WebP: a third of what the same picture takes as PNG. */
  private static void take(Page page, String name) throws IOException {
    Files.createDirectories(PICTURES);
    var how = new JsonObject();
    how.addProperty("format", "webp");
    how.addProperty("quality", GOOD_ENOUGH);
    var session = page.context().newCDPSession(page);
    var taken = session.send("Page.captureScreenshot", how);
    session.detach();
    Files.write(
        PICTURES.resolve(name + ".webp"),
        Base64.getDecoder().decode(taken.get("data").getAsString()));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
