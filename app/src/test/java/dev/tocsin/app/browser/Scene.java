package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A page in a state worth looking at.
 *
 * @param isOurs whether its markup is Tocsin's own
 */
record Scene(String name, boolean isOurs, Consumer<Visit> way) {
  static final List<Visit.Look> LOOKS =
      List.of(
          Visit.Look.DESK,
          Visit.Look.DESK.inTheDark(),
          Visit.Look.DESK.onAPhone(),
          Visit.Look.DESK.onAPhone().inTheDark());

  private static final String MANY = "somebody.with.a.long.name@many.example.com";

  static String name(Visit.Look look) {
    return (look.isPhone() ? "phone" : "desk") + (look.dark() ? "-dark" : "-light");
  }

  /**
   * A node whose sign-up is open, so that there are organizations in several states, and that could
   * telephone, were there anybody at the other end.
   */
  static RunningNode node(Path folder) {
    return RunningNode.start(
        folder,
        Map.of(
            "TOCSIN_TENANCY_SIGN_UP",
            "open",
            "TOCSIN_CHECKS_PRIVATE_TARGETS",
            "allow",
            "TOCSIN_HTTP_COMPONENTS",
            "on",
            "TOCSIN_TWILIO_ACCOUNT_SID",
            "AC0123456789abcdef0123456789abcdef",
            "TOCSIN_TWILIO_AUTH_TOKEN",
            "0123456789abcdef0123456789abcdef",
            "TOCSIN_TWILIO_FROM",
            "+14155550100",
            "TOCSIN_TWILIO_BASE_URL",
            "http://127.0.0.1:9"));
  }

  /**
   * Fills the node, and says how each page is come to.
   *
   * @param pager by which somebody is told of alerts
   */
  static List<Scene> all(RunningNode node, Receiver pager) {
    String busy = session(node, "/session", Map.of("email", RunningNode.OWNER));
    String calm = signUp(node, "Calm Company", "calm@example.com");
    String many = signUp(node, "Many More Monitors than One Page Shows", MANY);
    String empty = signUp(node, "Just Begun", "empty@example.com");
    Sample.busy(node.nobody().as(busy));
    Sample.calm(node.nobody().as(calm));
    Sample.many(node.nobody().as(many));
    Sample.page(node.nobody().as(empty), "void", "Just Begun");
    String viewer = Sample.people(node.nobody(), node.nobody().as(busy));
    String down = "/monitors/" + Sample.named(node.nobody().as(busy), "labels-api");
    String checked =
        "/monitors/" + Sample.checked(node.nobody().as(calm), node.uri("/health/live"));
    String awaited = "/monitors/" + Sample.awaited(node.nobody().as(calm));
    var alerts = SampleAlerts.of(node.nobody().as(busy), pager);
    var channels = SampleChannels.of(node.nobody().as(busy), alerts.channel());
    var maintenances = SampleMaintenances.of(node.nobody().as(busy));
    var incidents = SampleIncidents.of(node.nobody().as(busy), "harbourline");
    return Stream.of(
            Stream.of(
                open("login", "/login"),
                ours("login-refused", Scene::refused),
                open("setup", "/setup?token=a-token"),
                open("invite", "/invite?token=a-token"),
                ours("list", visit -> visit.with(busy).to("/")),
                ours("list-many", visit -> visit.with(many).to("/")),
                ours("list-many-last", visit -> visit.with(many).to("/?page=2")),
                ours("list-found", visit -> visit.with(busy).to("/?q=api&status=up&sort=name")),
                ours("list-none", visit -> visit.with(busy).to("/?q=no-such-thing")),
                ours("list-selected", visit -> selected(visit.with(busy).to("/"))),
                ours("list-selected-all", visit -> allSelected(visit.with(many).to("/"))),
                ours("list-calm", visit -> visit.with(calm).to("/")),
                ours("list-empty", visit -> visit.with(empty).to("/")),
                ours("monitor-down", visit -> visit.with(busy).to(down)),
                ours("monitor-checked", visit -> charted(visit.with(calm).to(checked))),
                ours("monitor-days", visit -> charted(visit.with(calm).to(checked + "?range=30d"))),
                ours("monitor-results", visit -> visit.with(calm).to(checked + "/results")),
                ours(
                    "monitor-results-none",
                    visit -> visit.with(busy).to(down + "/results?outcome=slow")),
                ours(
                    "monitor-results-wrong",
                    visit ->
                        visit
                            .with(calm)
                            .to(
                                checked
                                    + "/results?from=2026-11-20T10:00&to=2026-11-19T10:00&slower=long",
                                422)),
                ours("monitor-changes", visit -> visit.with(busy).to(down + "/changes")),
                ours("monitor-heartbeat", visit -> visit.with(calm).to(awaited)),
                ours("monitor-edit", visit -> visit.with(calm).to(checked + "/edit")),
                ours(
                    "monitor-edit-tested", visit -> tested(visit.with(calm).to(checked + "/edit"))),
                ours("monitor-form", visit -> visit.with(calm).to("/monitors/new?type=http")),
                ours("monitor-form-whole", visit -> unfolded(visit.with(calm), "http")),
                ours("monitor-form-switch", visit -> unfolded(visit.with(calm), "heartbeat")),
                ours("monitor-form-refused", visit -> refusedForm(visit.with(calm))),
                ours(
                    "monitor-form-copy",
                    visit -> visit.with(calm).to("/monitors/new?from=" + one(checked))),
                ours("monitor-heartbeat-lines", visit -> lines(visit.with(calm).to(awaited))),
                ours("monitor-new", visit -> visit.with(calm).to("/monitors/new")),
                ours("monitor-new-refused", visit -> unreadable(visit.with(calm))),
                ours("palette", visit -> palette(visit.with(busy).to(down))),
                ours("keys", visit -> keys(visit.with(busy).to("/"))),
                ours("this-browser", visit -> visit.with(busy).to("/this-browser")),
                ours("components", visit -> visit.with(busy).to("/_components")),
                ours("organization", visit -> visit.with(busy).to("/organization")),
                ours("organization-viewer", visit -> visit.with(viewer).to("/organization")),
                ours(
                    "organization-switch",
                    visit -> choosing(visit.with(viewer).to("/organization"))),
                ours("members", visit -> visit.with(busy).to("/organization/members")),
                ours("members-invited", visit -> invited(visit.with(busy))),
                ours("tokens", visit -> visit.with(busy).to("/organization/tokens")),
                ours("audit", visit -> visit.with(busy).to("/organization/audit")),
                ours(
                    "audit-nothing", visit -> visit.with(busy).to("/organization/audit?q=nowhere")),
                ours("profile", visit -> visit.with(viewer).to("/profile")),
                ours("profile-refused", visit -> wrongPassword(visit.with(busy))),
                open("status-trouble", "/status/harbourline"),
                open("status-calm", "/status/calm"),
                open("status-void", "/status/void"),
                ours("status-private", visit -> visit.with(busy).to("/status/staff")),
                ours("status-missing", visit -> visit.to("/status/none", 404)),
                ours("missing", visit -> visit.to("/nothing-here", 404)),
                new Scene("docs", false, Scene::docs)),
            AlertScenes.all(alerts, busy, calm, viewer).stream(),
            ChannelScenes.all(channels, alerts.channel(), busy, calm, viewer).stream(),
            MaintenanceScenes.all(maintenances, busy, calm, viewer).stream(),
            StatusPageScenes.all(incidents.pageId(), busy, many, viewer).stream(),
            IncidentScenes.all(incidents, busy, calm, viewer).stream())
        .flatMap(scenes -> scenes)
        .toList();
  }

  void open(Visit visit) {
    way.accept(visit);
  }

  /**
   * Whether a violation is more than can be borne: on a page of our own anything, in the viewer of
   * the API's description, which is another's work, what keeps people out.
   */
  boolean isWorse(String violation) {
    return isOurs || violation.startsWith("critical");
  }

  /** On a phone the bar below stays there: the window is made as high as the page instead. */
  static void unroll(Visit visit, Visit.Look look) {
    if (look.isPhone()) {
      int height = (int) visit.page().evaluate("() => document.documentElement.scrollHeight");
      visit.page().setViewportSize(look.width(), Math.min(height, 4_000));
    }
  }

  private static Scene open(String name, String path) {
    return ours(name, visit -> visit.to(path));
  }

  private static Scene ours(String name, Consumer<Visit> way) {
    return new Scene(name, true, way);
  }

  private static void refused(Visit visit) {
    visit.mayBeRefused("/login").to("/login");
    visit.page().getByLabel("E-mail address").fill("somebody@example.com");
    visit.page().getByLabel("Password").fill("not the password");
    visit.page().getByRole(AriaRole.BUTTON).click();
    assertThat(visit.page().getByRole(AriaRole.ALERT)).isVisible();
  }

  private static void unreadable(Visit visit) {
    visit.mayBeRefused("/monitors").to("/monitors/new");
    visit.page().getByLabel("What shall I watch?").fill("not an address");
    visit.page().getByText("Watch it").click();
    assertThat(visit.page().locator("#e-address")).isVisible();
  }

  private static void selected(Visit visit) {
    if (visit.page().locator("#choose").isVisible()) {
      visit.page().locator("#choose").check();
    }
    visit.page().locator("#lists .pick").first().check();
    assertThat(visit.page().locator(".bulk")).isVisible();
  }

  /** Also those of the other pages. */
  private static void allSelected(Visit visit) {
    selected(visit);
    visit.page().locator("#pick-all").click();
    visit.page().locator("#whole").check();
  }

  private static void palette(Visit visit) {
    visit.page().keyboard().press("Control+k");
    visit.page().keyboard().type("la");
    assertThat(visit.page().locator("#palette-found")).containsText("labels-api");
  }

  private static void keys(Visit visit) {
    visit.page().keyboard().press("?");
    assertThat(visit.page().locator("#keys")).isVisible();
  }

  private static void tested(Visit visit) {
    visit.page().getByText("Test first").click();
    assertThat(visit.page().getByText("What the test saw")).isVisible();
  }

  private static void charted(Visit visit) {
    assertThat(visit.page().locator("#canvas canvas")).isVisible();
    visit.page().getByText("The figures as a table").click();
    assertThat(visit.page().locator("#figures tbody tr")).not().hasCount(0);
  }

  private static String one(String page) {
    return page.substring("/monitors/".length());
  }

  private static void unfolded(Visit visit, String type) {
    visit.to("/monitors/new?type=" + type);
    for (var fold : visit.page().locator("details > summary").all()) {
      fold.click();
    }
  }

  private static void refusedForm(Visit visit) {
    visit.mayBeRefused("/monitors/new");
    unfolded(visit, "http");
    visit.page().locator("[id='f-http.auth']").selectOption("basic");
    visit.page().locator("[id='f-http.keyword']").selectOption("pattern");
    visit.page().locator("[id='f-http.keyword.pattern']").fill("(unclosed");
    visit.page().locator("[id='f-http.expectedStatus']").fill("200\n2xx");
    visit.page().locator("[id='f-http.headers']").fill("no colon");
    visit.page().locator("[id='f-interval']").fill("1s");
    visit.page().getByText("Add it").click();
    assertThat(visit.page().locator("[id='e-http.url']")).isVisible();
  }

  private static void lines(Visit visit) {
    visit.page().locator("#m-calls summary").getByText("systemd").click();
  }

  private static void choosing(Visit visit) {
    visit.page().getByText("Harbourline").first().click();
    assertThat(visit.page().getByText("Somebody's Own")).isVisible();
  }

  private static void invited(Visit visit) {
    visit.to("/organization/members");
    visit.page().getByLabel("E-mail address").fill("somebody.new@harbourline.example");
    visit.page().getByText("Invite", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(visit.page().locator("#invitation")).containsText("/invite?token=");
  }

  private static void wrongPassword(Visit visit) {
    visit.mayBeRefused("/profile/password").to("/profile");
    visit.page().getByLabel("Present password").fill("not the password");
    visit.page().getByLabel("New password").fill("short");
    visit.page().getByText("Change password").click();
    assertThat(visit.page().locator("#e-password")).isVisible();
  }

  private static void docs(Visit visit) {
    visit.to("/docs");
    assertThat(visit.page().locator(".opblock").first()).isVisible();
  }

  private static String signUp(RunningNode node, String organization, String email) {
    return session(node, "/sign-up", Map.of("organization", organization, "email", email));
  }

  /** The session that comes of signing in or up. */
  private static String session(RunningNode node, String path, Map<String, String> who) {
    Map<String, String> form = new HashMap<>(who);
    form.put("password", RunningNode.PASSWORD);
    return node.nobody().post(path, form).text("token");
  }
}
