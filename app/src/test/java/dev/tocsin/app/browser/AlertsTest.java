package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who answers alerts, in a browser. */
class AlertsTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;
  private static Receiver pager;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
    owner = node.owner();
    pager = new Receiver();
    owner.patch("/profile", Map.of("name", "Mara Lind", "timeZone", "UTC")).expect(200);
    Sample.join(node.nobody(), owner, "jonas@example.com", "Jonas Weber", "responder");
  }

  @AfterAll
  static void stop() {
    node.close();
    pager.close();
  }

  @AfterEach
  void resolveAll() {
    String open = "/alerts?state=triggered,acknowledged&limit=100";
    for (var alert : owner.get(open).expect(200).json().get("items")) {
      owner.post("/alerts/" + alert.get("id").asText() + "/resolve");
    }
  }

  @Test
  void anAlertComesAndGoesByItselfAsItsMonitorDoesElsewhere() {
    String monitor =
        owner.post("/monitors", Map.of("name", "ledger", "type", "manual")).expect(201).text("id");
    try (var visit = inside()) {
      var page = live(visit.to("/alerts"));
      page.evaluate("() => (window.same = true)");
      say(monitor, "up");
      say(monitor, "down");
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText("ledger");
      assertThat(page.locator("h1")).hasText("One alert has no answer yet.");
      assertThat(page.locator(".side [data-count=alerts]")).containsText("1");
      assertThat(page).hasTitle(Pattern.compile("^\\(?1"));
      say(monitor, "up");
      assertThat(rows(page)).hasCount(0);
      assertThat(page.locator(".side [data-count=alerts]")).not().isVisible();
      assertThat(page.evaluate("() => window.same")).isEqualTo(true);
    }
    owner.delete("/monitors/" + monitor).expect(204);
  }

  @Test
  void whatIsShownIsInTheAddressAndSearchedWhileOneTypes() {
    raise("Disk of backup-2 is nearly full", "warning");
    raise("Mould in the archive", "critical");
    try (var visit = inside()) {
      var page = live(visit.to("/alerts"));
      assertThat(rows(page)).hasCount(2);
      page.getByLabel("Severity").selectOption("warning");
      assertThat(page).hasURL(node.uri("/alerts?severity=warning").toString());
      assertThat(rows(page)).hasCount(1);
      page.getByLabel("Severity").selectOption("");
      page.getByLabel("Search alerts").fill("mould");
      assertThat(page).hasURL(node.uri("/alerts?q=mould").toString());
      assertThat(rows(page)).hasCount(1);
      page.reload();
      assertThat(rows(page)).hasCount(1);
      assertThat(page.getByLabel("Search alerts")).hasValue("mould");
      page.getByLabel("State").getByText("Resolved").click();
      assertThat(page).hasURL(Pattern.compile("state=resolved"));
      assertThat(page.locator("#lists")).containsText("No alert matches.");
    }
  }

  @Test
  void severalAreAcknowledgedTogether() {
    List<String> both = List.of(raise("One", "error"), raise("Another", "error"));
    try (var visit = inside()) {
      var page = live(visit.to("/alerts"));
      page.locator("#lists input.pick").first().check();
      button(page, "Select all shown").click();
      assertThat(page.locator("#picked")).hasText("2 selected");
      button(page, "Acknowledge").click();
      assertThat(page.locator("#done")).hasText("Acknowledged 2 alerts.");
      assertThat(rows(page).first()).containsText("Mara Lind looks after it.");
    }
    assertThat(both).allMatch(alert -> state(alert).equals("acknowledged"));
  }

  @Test
  void aNoticeIsOfTheSeveritiesThatThisBrowserWantsAndACriticalOneIsReadOutAtOnce() {
    try (var visit = inside()) {
      var page = live(visit.to("/this-browser"));
      page.getByLabel("A critical one", exact()).check();
      raise("A warning", "warning");
      raise("Smoke in room 4", "critical");
      assertThat(page.locator("#toasts .toast")).hasCount(1);
      assertThat(page.locator("#toasts .toast")).containsText("Smoke in room 4");
      assertThat(page.locator("#urgent")).hasAttribute("aria-live", "assertive");
      assertThat(page.locator("#urgent")).hasText("New critical alert: Smoke in room 4");
      page.locator("#toasts [data-close]").click();

      page.locator("input[name=alerts][value=none]").check();
      raise("Fire in room 5", "critical");
      assertThat(page.locator(".side [data-count=alerts]")).containsText("3");
      assertThat(page.locator("#toasts .toast")).hasCount(0);
    }
  }

  @Test
  void anAlertIsAnsweredInEveryWayAndItsTimelineGrowsByItself() {
    String alert = raise("Smoke in room 4", "critical");
    try (var visit = inside()) {
      var page = live(visit.to("/alerts/" + alert));
      assertThat(page.locator("h1")).hasText("Smoke in room 4, and nobody has answered yet.");
      owner.post("/alerts/" + alert + "/notes", Map.of("text", "It smells")).expect(200);
      assertThat(timeline(page)).containsText("Mara Lind notedIt smells");

      page.locator("#note").fill("I go and look");
      button(page, "Save note").click();
      assertThat(timeline(page)).containsText("I go and look");
      button(page, "Acknowledge").click();
      assertThat(page.locator("h1")).hasText("Smoke in room 4, and Mara Lind looks after it.");

      button(page, "Snooze").click();
      page.getByText("30\u00a0min").click();
      button(page, "Snooze it").click();
      assertThat(timeline(page)).containsText("Mara Lind snoozed it until");
      button(page, "Reassign").click();
      page.locator("#f-user").selectOption("Jonas Weber");
      button(page, "Hand it over").click();
      assertThat(timeline(page)).containsText("Mara Lind handed it to Jonas Weber");
      button(page, "Escalate now").first().click();
      assertThat(timeline(page)).containsText("wanted by Mara Lind");
      button(page, "Resolve").first().click();
      assertThat(page.locator("h1")).containsText("Smoke in room 4: over after");
      assertThat(page.locator("#m-actions button")).hasCount(0);
    }
  }

  @Test
  void anAlertIsSilentUntilATimeOfOnesOwn() {
    String alert = raise("Smoke in room 4", "error");
    LocalDateTime until =
        LocalDateTime.now(ZoneOffset.UTC).plusHours(3).truncatedTo(ChronoUnit.MINUTES);
    try (var visit = inside().mayBeRefused("/alerts/" + alert + "/snooze")) {
      var page = live(visit.to("/alerts/" + alert));
      button(page, "Snooze").click();
      page.getByLabel("Or until a time of your own").fill(until.toString());
      button(page, "Snooze it").click();
      assertThat(page.locator("h1")).containsText("silent until");
      var snoozed = owner.get("/alerts/" + alert).expect(200).text("snoozedUntil");
      assertThat(snoozed).startsWith(until.toString());

      // what a browser without an idea of least and most sends
      button(page, "Snooze").click();
      page.locator("#f-until").evaluate("field => field.removeAttribute('max')");
      page.locator("#f-until").fill(until.plusDays(30).toString());
      button(page, "Snooze it").click();
      assertThat(page.locator(".problem")).containsText("It must be from 5m to 7d from now.");
    }
  }

  @Test
  void aStepThatReachesNobodySaysSoAndLeadsToWhereThatIsChanged() {
    String self = owner.get("/session").json().at("/user/id").asText();
    String channel = channel();
    String policy =
        owner
            .post(
                "/escalation-policies",
                Map.of(
                    "name",
                    "By a channel first",
                    "steps",
                    List.of(
                        Map.of("targets", List.of(Map.of("type", "channel", "id", channel))),
                        Map.of(
                            "delay",
                            "1h",
                            "targets",
                            List.of(Map.of("type", "user", "id", self))))))
            .expect(201)
            .text("id");
    String alert = raise("Smoke in room 4", "critical", policy);
    try (var visit = inside()) {
      var page = live(visit.to("/alerts/" + alert));
      assertThat(page.locator("#p-head")).containsText("The next step can reach nobody.");
      assertThat(page.locator("#p-head"))
          .containsText("Mara Lind has no verified way to be reached.");
      page.getByText("Say how you are reached").click();
      assertThat(page).hasURL(node.uri("/profile/contacts").toString());
    }
  }

  @Test
  void onlyTheButtonOfALinkInAMessageAcknowledges() {
    String alert = raise("Smoke in room 4", "critical", policyOf(channel()));
    await().until(() -> !link(alert).isEmpty());
    String path = URI.create(link(alert)).getRawPath();
    try (var visit = new Visit(CHROMIUM, node)) {
      var page = visit.to(path).to(path).page();
      assertThat(page.locator("h1")).hasText("Smoke in room 4");
      assertThat(state(alert)).isEqualTo("triggered");
      button(page, "Acknowledge").click();
      assertThat(page.locator(".badge")).hasText("Acknowledged");
      assertThat(button(page, "Acknowledge")).hasCount(0);
      assertThat(state(alert)).isEqualTo("acknowledged");
    }
  }

  @Test
  void aPersonRaisesOneAndWhatWasTypedOutlivesTheSession() {
    try (var visit = inside().mayBeRefused("/alerts/new").mayBeRefused("/api")) {
      var page = live(visit.to("/alerts"));
      page.getByText("Raise an alert").click();
      button(page, "Raise it").click();
      assertThat(page.locator("#e-title")).isVisible();
      page.getByLabel("What is wrong").fill("Water in the cellar");
      page.getByLabel("What is known (optional)").fill("Two centimetres.\nIt rises.");
      page.getByLabel("How bad it is").selectOption("error");
      visit.context().clearCookies();
      button(page, "Raise it").click();
      assertThat(page).hasURL(Pattern.compile("/login\\?next="));
      page.getByLabel("E-mail address").fill(RunningNode.OWNER);
      page.getByLabel("Password").fill(RunningNode.PASSWORD);
      page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.getByLabel("What is wrong")).hasValue("");
      button(page, "Put it back").click();
      assertThat(page.getByLabel("What is wrong")).hasValue("Water in the cellar");
      assertThat(page.getByLabel("How bad it is")).hasValue("error");
      button(page, "Raise it").click();
      assertThat(page.locator("h1")).containsText("Water in the cellar");
      assertThat(timeline(page)).containsText("Raised by Mara Lind");
      visit.to("/alerts/new");
      assertThat(button(page, "Put it back")).hasCount(0);
    }
  }

  private static Visit inside() {
    return new Visit(CHROMIUM, node)
        .with(node.nobody().post("/session", credentials()).text("token"));
  }

  private static Map<String, String> credentials() {
    return Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD);
  }

  private static Page live(Visit visit) {
    assertThat(visit.page().locator("html")).hasAttribute("data-live", "yes");
    return visit.page();
  }

  private static void say(String monitor, String status) {
    owner
        .post("/monitors/" + monitor + "/state", Map.of("status", status, "message", "Said so."))
        .expect(200);
  }

  private static String raise(String title, String severity) {
    return owner
        .post("/alerts", Map.of("title", title, "severity", severity))
        .expect(201)
        .text("id");
  }

  private static String raise(String title, String severity, String policy) {
    return owner
        .post("/alerts", Map.of("title", title, "severity", severity, "escalationPolicyId", policy))
        .expect(201)
        .text("id");
  }

  private static String channel() {
    return owner
        .post("/channels", Map.of("name", "Operations", "type", "webhook", "url", pager.url()))
        .expect(201)
        .text("id");
  }

  private static String policyOf(String channel) {
    var step = Map.of("targets", List.of(Map.of("type", "channel", "id", channel)));
    return owner
        .post("/escalation-policies", Map.of("name", "One channel", "steps", List.of(step)))
        .expect(201)
        .text("id");
  }

  /** Empty until it came. */
  private static String link(String alert) {
    return pager.told().stream()
        .flatMap(told -> told.body().path("alerts").valueStream())
        .filter(each -> each.path("id").asText().equals(alert))
        .map(each -> each.path("acknowledgeUrl").asText(""))
        .filter(url -> !url.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String state(String alert) {
    return owner.get("/alerts/" + alert).expect(200).text("state");
  }

  private static Locator rows(Page page) {
    return page.locator("#lists .rows > li");
  }

  private static Locator timeline(Page page) {
    return page.locator("#p-time");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
