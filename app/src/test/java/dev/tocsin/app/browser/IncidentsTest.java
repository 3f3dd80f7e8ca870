package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An incident from the alert to its end, in two browsers: who works on it, and a customer. */
class IncidentsTest {
  /** Each runs, or loads something, where a page lets it. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "<img src=http://127.0.0.2:9/x onerror=alert(1)>",
          "\"><svg onload=alert(1)>",
          "'-alert(1)-'",
          "</textarea><script>alert(1)</script>",
          "</title><script>alert(1)</script>",
          "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>)",
          "![x](http://127.0.0.2:9/x)",
          "[x](http://127.0.0.2:9/ \"onmouseover=alert(1)\")",
          "<style>@import 'http://127.0.0.2:9/x';</style>",
          "<link rel=stylesheet href=http://127.0.0.2:9/x>",
          "<iframe src=http://127.0.0.2:9/x></iframe>",
          "<base href=http://127.0.0.2:9/>",
          "<meta http-equiv=refresh content='0;url=http://127.0.0.2:9/'>",
          "${alert(1)} {{constructor.constructor('alert(1)')()}}",
          "`<script>alert(1)</script>`",
          "> <details open ontoggle=alert(1)>");

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;
  private static String monitor;
  private static String labels;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
    owner = node.owner();
    owner.patch("/profile", Map.of("name", "Mara Lind", "timeZone", "UTC")).expect(200);
    monitor =
        owner
            .post("/monitors", Map.of("name", "labels-api", "type", "manual"))
            .expect(201)
            .text("id");
    String page =
        owner.post("/status-pages", Map.of("slug", "acme", "name", "Acme")).expect(201).text("id");
    labels =
        owner
            .post(
                "/status-pages/" + page + "/components",
                Map.of("name", "Labels", "monitorIds", List.of(monitor)))
            .expect(201)
            .text("id");
    owner.post("/status-pages/" + page + "/components", Map.of("name", "Rates")).expect(201);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Visit inside() {
    return new Visit(CHROMIUM, node).signIn();
  }

  private static void say(String status) {
    owner.post("/monitors/" + monitor + "/state", Map.of("status", status)).expect(200);
  }

  /** What anybody is sent. */
  private static String read(String path) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(node.uri(path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Pages are made in the background, within milliseconds. */
  private static void reads(String path, String text) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(read(path)).contains(text));
  }

  @Test
  void fromAnAlertToWhatCustomersReadToItsEnd() {
    say("up");
    say("down");
    String alert =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> owner.get("/alerts").expect(200).json().at("/items/0/id").asText(),
                id -> !id.isEmpty());
    try (var visit = inside()) {
      var page = visit.to("/alerts/" + alert).page();
      page.getByText("Open an incident about it").click();
      button(page, "Open it").click();
      assertThat(page.locator("h1")).hasText("labels-api is down");
      assertThat(page.getByText("Only members see it.")).isVisible();
      assertThat(page.locator(".people")).containsText("labels-api is down");
      assertThat(read("/status/acme")).contains("Labels is down.").doesNotContain("labels-api");

      page.getByLabel("Title").fill("Creating labels fails.");
      button(page, "Save details").click();
      assertThat(page.locator("h1")).hasText("Creating labels fails.");
      button(page, "Publish it").click();
      assertThat(page.locator(".lead")).containsText("Read on Acme.");
      page.getByLabel("Phase").selectOption("identified");
      page.getByLabel("Message").fill("A **disk** is full.");
      button(page, "Tell it").click();
      assertThat(page.locator(".updates strong")).hasText("disk");

      reads("/status/acme", "A <strong>disk</strong> is full.");
      try (var customer = new Visit(CHROMIUM, node).to("/status/acme")) {
        var shown = customer.page();
        assertThat(shown.locator("h1")).hasText("Creating labels fails.");
        assertThat(shown.locator(".updates b").first()).hasText("Identified");
        assertThat(shown.locator(".components .badge").first()).hasText("Major outage");
        shown.getByText("Link to this incident").click();
        assertThat(shown.locator("h1")).hasText("Creating labels fails.");
        assertThat(shown.locator(".updates strong")).hasText("disk");
      }

      page.getByPlaceholder("Between you").fill("a word between us");
      button(page, "Save note").click();
      assertThat(page.locator(".timeline")).containsText("a word between us");
      say("up");
      page.getByLabel("Phase").selectOption("resolved");
      page.getByLabel("Message").fill("A new disk. All labels work.");
      button(page, "Tell it").click();
      assertThat(page.locator(".crumbs strong")).hasText("Resolved");

      reads("/status/acme", "A new disk. All labels work.");
      try (var customer = new Visit(CHROMIUM, node).to("/status/acme")) {
        var shown = customer.page();
        assertThat(shown.locator("h1")).hasText("All that is watched works.");
        assertThat(shown.locator(".past")).containsText("A new disk. All labels work.");
        shown.getByText("All incidents").click();
        assertThat(shown.locator(".past h3")).hasText("Creating labels fails.");
        assertThat(shown.content()).doesNotContain("between us", "Mara", alert);
      }
    }
    assertThat(owner.get("/alerts/" + alert).text("state")).isEqualTo("resolved");
  }

  @Test
  void whatIsWrongIsSaidAndNothingTypedIsLost() {
    try (var visit = inside().mayBeRefused("/incidents/new")) {
      var page = visit.to("/incidents/new").page();
      page.getByLabel("What is known").fill("A disk is full.");
      button(page, "Open it").click();
      assertThat(page.locator("#e-title")).isVisible();
      assertThat(page.getByLabel("What is known")).hasValue("A disk is full.");
      page.getByLabel("What is wrong, for whom").fill("Rates are late.");
      button(page, "Open it").click();
      assertThat(page.locator("h1")).hasText("Rates are late.");
      page.getByText("Correct or take back").click();
      page.getByLabel("Its words").fill("A **disk** was full.");
      button(page, "Correct it").click();
      assertThat(page.locator(".updates strong")).hasText("disk");
      assertThat(page.locator(".updates")).containsText("Corrected");
      button(page, "Remove this incident").click();
      button(page, "Remove it").click();
      assertThat(page.locator("main")).not().containsText("Rates are late.");
    }
  }

  @Test
  void aRuleIsMadeOpensADraftAndATemplateSaysWhatIsKnown() {
    say("up");
    try (var visit = inside()) {
      var page = visit.to("/incidents").page();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Templates")).click();
      page.getByText("Write a template").click();
      page.getByLabel("Name").fill("A disk");
      page.getByLabel("Message").fill("It is a **disk**.");
      page.getByLabel("Phase").selectOption("identified");
      button(page, "Save template").click();
      assertThat(page.locator(".people")).containsText("A disk");

      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Rules")).click();
      page.getByText("Make a rule").click();
      page.getByLabel("Name").fill("Watch");
      page.getByLabel("Status page").selectOption("All components of Acme");
      page.getByLabel("For", new Page.GetByLabelOptions().setExact(true)).fill("0s");
      page.getByLabel("Members, as a draft to review and publish").check();
      page.getByLabel("Title").fill("{{component}} fails: {{state}}");
      button(page, "Save rule").click();
      assertThat(page.locator(".people")).containsText("Opens a draft at once");

      say("down");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () ->
                  owner
                      .get("/incidents?phase=investigating")
                      .expect(200)
                      .json()
                      .at("/items/0/title")
                      .asText()
                      .equals("Labels fails: major outage"));
      visit.to("/incidents");
      assertThat(page.locator(".rows li").first()).containsText("draft to review");
      page.getByText("Labels fails: major outage").click();
      assertThat(page.locator(".timeline")).containsText("by the rule Watch");
      button(page, "Publish it").click();
      assertThat(page.locator(".lead")).containsText("Read on Acme.");
      page.getByLabel("Begin with a template").selectOption("A disk");
      button(page, "Use it").click();
      assertThat(page.getByLabel("Message")).hasValue("It is a **disk**.");
      button(page, "Tell it").click();
      assertThat(page.locator(".updates strong")).hasText("disk");
      assertThat(page.locator("header.head")).containsText("yours to resolve");
      reads("/status/acme", "It is a <strong>disk</strong>.");
      say("up");
      button(page, "Remove this incident").click();
      button(page, "Remove it").click();
      visit.to("/incidents/rules");
      button(page, "Remove Watch").click();
      button(page, "Remove it").click();
      assertThat(page.locator("h1")).hasText("No rule opens incidents.");
    }
  }

  @Test
  void nothingThatSomebodyTypesRunsOrLoadsAnything() {
    try (var visit = inside();
        var customer = new Visit(CHROMIUM, node)) {
      List<String> executed = new ArrayList<>();
      for (Page page : List.of(visit.page(), customer.page())) {
        page.onDialog(
            dialog -> {
              executed.add(dialog.message());
              dialog.dismiss();
            });
      }
      for (String text : HOSTILE) {
        String incident =
            owner
                .post(
                    "/incidents",
                    Map.of(
                        "title",
                        text,
                        "message",
                        text,
                        "visibility",
                        "public",
                        "componentIds",
                        List.of(labels)))
                .expect(201)
                .text("id");
        owner.post("/incidents/" + incident + "/notes", Map.of("text", text)).expect(200);
        reads("/status/acme/history", incident);
        for (var path :
            List.of("/status/acme", "/status/acme/incidents/" + incident, "/status/acme/history")) {
          // a query keeps the browser from what it has kept
          var shown = customer.to(path + "?" + incident).page().locator("h1, h3");
          assertThat(shown.filter(new Locator.FilterOptions().setHasText(text)).first())
              .isVisible();
        }
        assertThat(visit.to("/incidents/" + incident).page().locator("h1")).hasText(text);
        assertThat(visit.to("/incidents").page().locator("h1")).isVisible();
        owner.delete("/incidents/" + incident).expect(204);
      }
      assertThat(executed).isEmpty();
    }
  }
}
