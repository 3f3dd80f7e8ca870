package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

  /** A node whose sign-up is open, so that there are organizations in several states. */
  static RunningNode node(Path folder) {
    return RunningNode.start(
        folder, Map.of("TOCSIN_TENANCY_SIGN_UP", "open", "TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
  }

  /** Fills the node, and says how each page is come to. */
  static List<Scene> all(RunningNode node) {
    String busy = session(node, "/session", Map.of("email", RunningNode.OWNER));
    String calm = signUp(node, "Calm Company", "calm@example.com");
    String many = signUp(node, "Many More Monitors than One Page Shows", MANY);
    String empty = signUp(node, "Just Begun", "empty@example.com");
    Sample.busy(node.nobody().as(busy));
    Sample.calm(node.nobody().as(calm));
    Sample.many(node.nobody().as(many));
    Sample.page(node.nobody().as(empty), "void", "Just Begun");
    return List.of(
        open("login", "/login"),
        ours("login-refused", Scene::refused),
        open("setup", "/setup?token=a-token"),
        open("invite", "/invite?token=a-token"),
        ours("list", visit -> visit.with(busy).to("/")),
        ours("list-many", visit -> visit.with(many).to("/")),
        ours("list-many-last", visit -> visit.with(many).to("/?page=2")),
        ours("list-calm", visit -> visit.with(calm).to("/")),
        ours("list-empty", visit -> visit.with(empty).to("/")),
        open("status-trouble", "/status/harbourline"),
        open("status-calm", "/status/calm"),
        open("status-void", "/status/void"),
        ours("status-private", visit -> visit.with(busy).to("/status/staff")),
        ours("status-missing", visit -> visit.to("/status/none", 404)),
        ours("missing", visit -> visit.to("/nothing-here", 404)),
        new Scene("docs", false, Scene::docs));
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
