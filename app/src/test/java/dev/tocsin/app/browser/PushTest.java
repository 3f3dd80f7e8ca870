package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A browser is told of alerts, also while no page is open. */
class PushTest {
  private static final String HERE = "/profile/contacts";
  private static final String ON = "Notify me in this browser";
  private static final String OFF = "Do not notify me here";

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void isToldOfAnAlertOnceItHasShownThatMessagesArrive() throws Exception {
    try (var service = new PushService();
        var visit = new Visit(CHROMIUM, node)) {
      Page page = turnedOn(service, visit);
      ApiClient owner = node.owner();
      tellOwner(owner);

      String alert =
          owner.post("/alerts", Map.of("title", "The till is on fire")).expect(201).text("id");
      JsonObject told = service.deliver(page);
      assertThat(told.get("tag").getAsString()).isEqualTo(alert);
      assertThat(told.get("acknowledge").getAsString()).contains("/ack/");
      shows(page, "The till is on fire", alert + " acknowledge,open false");

      String link = opened(page, told);
      assertThat(link).isEqualTo(told.get("acknowledge").getAsString());
      visit.to(URI.create(link).getPath());
      assertThat(page.getByText("The till is on fire").first()).isVisible();
      assertThat(state(owner, alert)).isEqualTo("triggered");
      visit.to(HERE);

      owner.post("/alerts/" + alert + "/resolve").expect(200);
      service.deliver(page);
      shows(page, "Resolved: The till is on fire", alert + "  true");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !PushService.shown(page).containsKey("Resolved: The till is on fire"));

      page.getByText(OFF).click();
      assertThat(page.locator("#push-state")).containsText("Off.");
      assertThat(page.locator("li:has-text('Chrom')")).hasCount(0);
    }
  }

  /** Until the way is verified, which the page does by itself with what came. */
  private static Page turnedOn(PushService service, Visit visit) throws InterruptedException {
    visit.context().grantPermissions(List.of("notifications"));
    visit.context().addInitScript(service.manager());
    Page page = visit.signIn().to(HERE).page();
    assertThat(page.locator("#push-state")).containsText("Off.");
    page.getByText(ON).click();
    assertThat(page.locator("#push-state")).containsText("Waiting for the first message.");
    service.deliver(page);
    assertThat(page.locator("#push-state")).containsText("On.");
    assertThat(page.getByText(OFF)).isVisible();
    assertThat(page.locator("li:has-text('Browser, 127.0.0.1') .badge")).hasText("Verified");
    return page;
  }

  private static void tellOwner(ApiClient owner) {
    String id = owner.get("/session").json().at("/user/id").asText();
    owner
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Owner",
                "default",
                true,
                "steps",
                List.of(
                    Map.of("delay", "0s", "targets", List.of(Map.of("type", "user", "id", id))))))
        .expect(201);
  }

  private static String state(ApiClient owner, String alert) {
    JsonNode found = owner.get("/alerts/" + alert).expect(200).json();
    return found.path("state").asText();
  }

  private static void shows(Page page, String title, String rest) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(PushService.shown(page)).containsEntry(title, rest));
  }

  /**
   * On the button that acknowledges. No test can reach a system's notifications, so the worker's
   * script runs in the page, and what it opens is written down instead.
   */
  private static String opened(Page page, JsonObject told) {
    page.evaluate("() => { globalThis.clients = { matchAll: async () => [] }; }");
    page.addScriptTag(new Page.AddScriptTagOptions().setUrl("/push-worker.js"));
    return (String)
        page.evaluate(
            """
            ({ page, acknowledge }) => new Promise((opened) => {
              clients.openWindow = async (address) => opened(address);
              const notification = { data: { page, acknowledge }, close() {} };
              const waitUntil = () => {};
              dispatchEvent(Object.assign(new Event("notificationclick"),
                { notification, action: "acknowledge", waitUntil }));
            })
            """,
            Map.of(
                "page", told.get("page").getAsString(),
                "acknowledge", told.get("acknowledge").getAsString()));
  }

  @Test
  void whatKeepsABrowserFromBeingToldIsSaid() {
    try (var visit = new Visit(CHROMIUM, node)) {
      visit
          .context()
          .addInitScript(
              "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })");
      Page page = visit.signIn().to(HERE).page();
      assertThat(page.locator("#push-state")).containsText("refuses notifications of this site");
      assertThat(page.getByText(ON)).isHidden();
    }
    try (var visit = new Visit(CHROMIUM, node)) {
      visit.context().addInitScript("delete window.PushManager");
      Page page = visit.signIn().to(HERE).page();
      assertThat(page.locator("#push-state")).containsText("cannot be told while no page is open");
      assertThat(page.getByText(ON)).isHidden();
    }
    try (var visit = new Visit(CHROMIUM, node)) {
      visit
          .context()
          .addInitScript("Object.defineProperty(window, 'isSecureContext', { get: () => false })");
      Page page = visit.signIn().to(HERE).page();
      assertThat(page.locator("#push-state")).containsText("over HTTPS only");
    }
  }
}
