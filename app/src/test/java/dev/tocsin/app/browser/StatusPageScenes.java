package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Consumer;

/** The pages on which status pages are made. */
final class StatusPageScenes {
  private static final String HERE = "/organization/status-pages";

  private StatusPageScenes() {}

  /**
   * @param page the id of a page of the busy organization
   * @param busy the session of an owner whose organization has some
   * @param calm of one whose organization has none
   * @param viewer of somebody who may only look at the first
   */
  static List<Scene> all(String page, String busy, String calm, String viewer) {
    return List.of(
        scene("status-pages", busy, HERE),
        scene("status-pages-none", calm, HERE),
        scene("status-pages-viewer", viewer, HERE),
        scene("status-page-form", busy, HERE + "/new"),
        scene("status-page-edited", busy, HERE + "/" + page),
        scene("component-form", busy, HERE + "/" + page + "/components/new"),
        ours("component-form-refused", visit -> refused(visit.with(busy), page)));
  }

  private static Scene scene(String name, String session, String path) {
    return ours(name, visit -> visit.with(session).to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static void refused(Visit visit, String page) {
    String form = HERE + "/" + page + "/components/new";
    visit.mayBeRefused(form).to(form);
    visit.page().locator("#f-monitorIds").fill("no-such-monitor");
    visit
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save component"))
        .click();
    assertThat(visit.page().locator("#e-monitorIds")).isVisible();
  }
}
