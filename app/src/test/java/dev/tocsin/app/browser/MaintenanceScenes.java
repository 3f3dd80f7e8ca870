package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Consumer;

/** The pages of what is worked on when, and of an alert that this holds back. */
final class MaintenanceScenes {
  private static final String HERE = "/organization/maintenance";

  private MaintenanceScenes() {}

  /**
   * @param busy the session of an owner whose organization has some
   * @param calm of one whose organization has none
   * @param viewer of somebody who may only look at the first
   */
  static List<Scene> all(SampleMaintenances.Made made, String busy, String calm, String viewer) {
    return List.of(
        scene("maintenance", busy, HERE),
        scene("maintenance-viewer", viewer, HERE),
        scene("maintenance-none", calm, HERE),
        scene("maintenance-form", busy, HERE + "/new"),
        scene("maintenance-form-calm", calm, HERE + "/new"),
        ours("maintenance-form-refused", visit -> refused(visit.with(busy))),
        scene("maintenance-form-edit", busy, HERE + "/" + made.weekly()),
        ours("maintenance-end", visit -> ending(visit.with(busy).to(HERE))),
        scene("alert-held", busy, "/alerts/" + made.held()));
  }

  private static Scene scene(String name, String session, String path) {
    return ours(name, visit -> visit.with(session).to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static void refused(Visit visit) {
    visit.mayBeRefused(HERE + "/new").to(HERE + "/new");
    visit.page().getByLabel("Ends").fill("2026-01-01T10:00");
    visit.page().getByLabel("Comes again").selectOption("rule");
    visit.page().locator("#f-monitorIds").fill("no-such-monitor");
    visit.page().getByText("Save maintenance").click();
    assertThat(visit.page().locator("#e-title")).isVisible();
  }

  private static void ending(Visit visit) {
    visit.page().getByText("End now").first().click();
    assertThat(visit.page().getByRole(AriaRole.DIALOG).getByText("Whatever is still down"))
        .isVisible();
  }
}
