package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Consumer;

/** The pages of incidents, of those who work on them and of customers. */
final class IncidentScenes {
  private static final String HERE = "/incidents";

  private IncidentScenes() {}

  /**
   * @param busy the session of an owner whose organization has some
   * @param calm of one whose organization has none
   * @param viewer of somebody who may only look at the first
   */
  static List<Scene> all(SampleIncidents.Made made, String busy, String calm, String viewer) {
    String page = "/status/" + made.page();
    return List.of(
        scene("incidents", busy, HERE),
        scene("incidents-none", calm, HERE),
        scene("incidents-found", busy, HERE + "?q=nothing-like-it"),
        scene("incident", busy, HERE + "/" + made.open()),
        scene("incident-viewer", viewer, HERE + "/" + made.open()),
        scene("incident-draft", busy, HERE + "/" + made.draft()),
        scene("incident-past", busy, HERE + "/" + made.past()),
        scene("incident-form", busy, HERE + "/new"),
        scene("incident-form-begun", busy, HERE + "/new?template=" + made.template()),
        scene("incident-begun", busy, HERE + "/" + made.open() + "?template=" + made.template()),
        scene("incident-rules", busy, HERE + "/rules"),
        scene("incident-rules-none", calm, HERE + "/rules"),
        scene("incident-rules-viewer", viewer, HERE + "/rules"),
        scene("incident-rule", busy, HERE + "/rules/" + made.rule()),
        scene("incident-rule-form", busy, HERE + "/rules/new"),
        ours("incident-rule-refused", visit -> refusedRule(visit.with(busy))),
        scene("incident-templates", busy, HERE + "/templates"),
        scene("incident-templates-none", calm, HERE + "/templates"),
        scene("incident-template", busy, HERE + "/templates/" + made.template()),
        ours("incident-form-refused", visit -> refused(visit.with(busy))),
        ours("incident-refused", visit -> refusedUpdate(visit.with(busy), made.open())),
        ours("incident-remove", visit -> removing(visit.with(busy), made.open())),
        ours("status-incident", visit -> visit.to(page + "/incidents/" + made.open())),
        ours("status-incident-past", visit -> visit.to(page + "/incidents/" + made.past())),
        ours("status-maintenance", visit -> visit.to(page + "/maintenance/" + made.work())),
        ours("status-history", visit -> visit.to(page + "/history")));
  }

  private static Scene scene(String name, String session, String path) {
    return ours(name, visit -> visit.with(session).to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static Locator button(Visit visit, String name) {
    return visit
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void refused(Visit visit) {
    visit.mayBeRefused(HERE + "/new").to(HERE + "/new");
    button(visit, "Open it").click();
    assertThat(visit.page().locator("#e-title")).isVisible();
  }

  private static void refusedRule(Visit visit) {
    visit.mayBeRefused(HERE + "/rules/new").to(HERE + "/rules/new");
    visit.page().getByLabel("Title").fill("{{compnent}} is down");
    button(visit, "Save rule").click();
    assertThat(visit.page().locator("#e-title")).isVisible();
  }

  private static void refusedUpdate(Visit visit, String incident) {
    visit.mayBeRefused(HERE + "/" + incident + "/updates").to(HERE + "/" + incident);
    visit.page().getByText("At another time").click();
    visit.page().getByLabel("Told at").fill("2026-01-01T10:00");
    button(visit, "Tell it").click();
    assertThat(visit.page().locator(".problem")).isVisible();
  }

  private static void removing(Visit visit, String incident) {
    visit.to(HERE + "/" + incident);
    button(visit, "Remove this incident").click();
    assertThat(visit.page().getByText("This cannot be taken back.")).isVisible();
  }
}
