package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.Consumer;

/** The pages of alerts, of who is on call, and of whom alerts go to. */
final class AlertScenes {
  private static final String ORGANIZATION = "/organization";

  private AlertScenes() {}

  /**
   * @param busy the session of an owner whose organization has all of it
   * @param calm of one whose organization has none
   * @param viewer of somebody who may only look at the first
   */
  static List<Scene> all(SampleAlerts.Made made, String busy, String calm, String viewer) {
    String open = "/alerts/" + made.open();
    String schedule = "/on-call/" + made.schedule();
    String policy = ORGANIZATION + "/escalation/" + made.policy();
    return List.of(
        scene("alerts", busy, "/alerts"),
        scene("alerts-found", viewer, "/alerts?state=all&severity=error"),
        scene("alerts-empty", calm, "/alerts"),
        ours("alerts-selected", visit -> selected(visit.with(busy).to("/alerts"))),
        scene("alert-open", busy, open),
        scene("alert-acknowledged", busy, "/alerts/" + made.acknowledged()),
        scene("alert-resolved", viewer, "/alerts/" + made.resolved()),
        ours("alert-snooze", visit -> snoozing(visit.with(busy).to(open))),
        ours("alert-raise", visit -> unnamed(visit.with(busy))),
        ours("answer", visit -> visit.to(made.answer())),
        ours("answer-none", visit -> visit.to("/ack/of-nothing", 404)),
        scene("on-call", busy, "/on-call"),
        scene("on-call-month", viewer, schedule + "?view=month"),
        scene("on-call-empty", calm, "/on-call"),
        scene("on-call-swap", busy, schedule + "/swap"),
        ours("on-call-override", visit -> overriding(visit.with(busy).to("/on-call"))),
        ours("on-call-import", visit -> refusedCalendar(visit.with(busy), schedule + "/import")),
        scene("on-call-edit", busy, schedule + "/edit"),
        ours("on-call-new", visit -> incomplete(visit.with(calm))),
        scene("calendars", busy, "/calendars"),
        scene("escalation", busy, ORGANIZATION + "/escalation"),
        scene("escalation-none", calm, ORGANIZATION + "/escalation"),
        scene("policy", busy, policy),
        ours("policy-refused", visit -> stepless(visit.with(calm))),
        scene("teams", busy, ORGANIZATION + "/teams"),
        scene("team", busy, ORGANIZATION + "/teams/" + made.team()),
        ours("team-form", visit -> nameless(visit.with(calm))),
        ours("more-places", visit -> more(visit.with(busy).to("/on-call"))));
  }

  private static Scene scene(String name, String session, String path) {
    return ours(name, visit -> visit.with(session).to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static void selected(Visit visit) {
    visit.page().locator("#lists input.pick").first().check();
    assertThat(visit.page().locator("#picked")).hasText("1 selected");
  }

  private static void snoozing(Visit visit) {
    button(visit, "Snooze").click();
    assertThat(visit.page().getByLabel("Or until a time of your own")).isVisible();
  }

  private static void unnamed(Visit visit) {
    visit.mayBeRefused("/alerts/new").to("/alerts/new");
    button(visit, "Raise it").click();
    assertThat(visit.page().locator("#e-title")).isVisible();
  }

  private static void overriding(Visit visit) {
    button(visit, "Override").click();
    assertThat(visit.page().getByLabel("Who takes it")).isVisible();
  }

  private static void refusedCalendar(Visit visit, String path) {
    visit.mayBeRefused(path).to(path);
    visit.page().getByLabel("Its text").fill("BEGIN:VCALENDAR\nEND:VCALENDAR");
    button(visit, "Import it").click();
    assertThat(visit.page().locator("#e-calendar")).isVisible();
  }

  private static void incomplete(Visit visit) {
    visit.mayBeRefused("/on-call/new").to("/on-call/new");
    visit.page().getByLabel("They hand over every").fill("");
    button(visit, "Save schedule").click();
    assertThat(visit.page().locator("#e-name")).isVisible();
  }

  private static void nameless(Visit visit) {
    visit.mayBeRefused(ORGANIZATION + "/teams/new").to(ORGANIZATION + "/teams/new");
    button(visit, "Save team").click();
    assertThat(visit.page().locator("#e-name")).isVisible();
  }

  private static void stepless(Visit visit) {
    visit.mayBeRefused(ORGANIZATION + "/escalation/new").to(ORGANIZATION + "/escalation/new");
    button(visit, "Add a step").click();
    button(visit, "Save policy").click();
    assertThat(visit.page().locator("#e-step-1")).isVisible();
  }

  /** Only a thumb needs it. */
  private static void more(Visit visit) {
    var more = button(visit, "More");
    if (more.isVisible()) {
      more.click();
      assertThat(visit.page().locator("#more-places")).isVisible();
    }
  }

  private static Locator button(Visit visit, String name) {
    return visit
        .page()
        .locator("button:visible", new Page.LocatorOptions().setHasText(name))
        .first();
  }
}
