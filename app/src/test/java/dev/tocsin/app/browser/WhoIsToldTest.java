package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import dev.tocsin.app.testing.MailDoor;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has read no manual says who is on call, who is told of alerts, and how. */
class WhoIsToldTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Pattern CODE = Pattern.compile("\\b\\d{6,8}\\b");

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;
  private static MailDoor mail;
  private static Receiver receiver;
  private static String session;

  @BeforeAll
  static void start() {
    mail = new MailDoor();
    receiver = new Receiver();
    node =
        RunningNode.start(
            folder,
            Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow", "TOCSIN_SMTP_URL", mail.url()));
    owner = node.owner();
    owner.patch("/profile", Map.of("name", "Mara Lind", "timeZone", "UTC")).expect(200);
    Sample.join(node.nobody(), owner, "jonas@example.com", "Jonas Weber", "responder");
    session =
        node.nobody()
            .post("/session", Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD))
            .text("token");
  }

  @AfterAll
  static void stop() {
    node.close();
    mail.close();
    receiver.close();
  }

  @Test
  void aScheduleIsMadeItsShiftsAreTakenSwappedAndImportedAndEverybodySeesWhoIsOnCall() {
    try (var visit = inside().mayBeRefused("/on-call/new")) {
      var page = visit.to("/on-call").page();
      page.getByText("Add a schedule").click();
      page.getByLabel("They hand over every").fill("");
      button(page, "Save schedule").click();
      assertThat(page.locator("#e-name")).isVisible();
      assertThat(page.locator("#e-l0-every")).isVisible();
      page.getByLabel("Name", exactly()).fill("Platform");
      page.getByLabel("They hand over every").fill("1");
      // so that today is in the middle of a turn, whatever day and hour it is
      page.getByLabel("From", exactly()).fill(hour().minusDays(3).toString());
      page.getByLabel("Person 2").selectOption("Jonas Weber");
      button(page, "Show what is typed").click();
      assertThat(page.locator("#preview .week")).containsText("Mara");
      button(page, "Save schedule").click();
      assertThat(page.locator("h1")).containsText("You are on call until");
      assertThat(page.locator(".week tr.counts")).containsText("Mara");
      assertThat(visit.to("/").page().locator(".side .me")).containsText("on call until");

      visit.to("/on-call");
      override(page);
      swap(page);
      take(visit);
      visit.to("/on-call");
      page.getByLabel("View").getByText("Month").click();
      assertThat(page.locator(".week.month")).isVisible();
    }
  }

  /** That which began last, in UTC. */
  private static LocalDateTime hour() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
  }

  private static void override(Page page) {
    LocalDateTime from = hour().plusHours(1);
    button(page, "Override").click();
    page.getByLabel("Who takes it").selectOption("Jonas Weber");
    page.getByLabel("From", exactly()).fill(from.toString());
    page.getByLabel("Until", exactly()).fill(from.plusHours(2).toString());
    button(page, "Save override").click();
    var overrides = page.getByRole(AriaRole.REGION, region("Overrides of Platform"));
    assertThat(overrides).containsText("Jonas Weber");
    overrides.getByText("Remove").click();
    assertThat(overrides).hasCount(0);
  }

  private static void swap(Page page) {
    page.getByText("Swap").click();
    page.getByLabel("This shift").selectOption(option(1));
    page.getByLabel("For this one").selectOption(option(3));
    button(page, "Swap them").click();
    assertThat(page.getByRole(AriaRole.REGION, region("Overrides of Platform")).locator("li"))
        .hasCount(2);
  }

  private static SelectOption option(int index) {
    return new SelectOption().setIndex(index);
  }

  /** A calendar of another program becomes a layer. */
  private static void take(Visit visit) {
    var page = visit.page();
    page.getByText("Edit Platform").click();
    page.getByText("Import a calendar as one").click();
    visit.mayBeRefused(page.url().replaceFirst("^https?://[^/]+", ""));
    page.getByLabel("Its text").fill("nothing");
    button(page, "Import it").click();
    assertThat(page.locator("#e-calendar")).isVisible();
    var stamp = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    LocalDateTime from = LocalDateTime.now(ZoneOffset.UTC).plusDays(2);
    page.getByLabel("Its text")
        .fill(
            String.join(
                "\r\n",
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//example//EN",
                "BEGIN:VEVENT",
                "UID:1@example.com",
                "DTSTAMP:" + stamp.format(from),
                "DTSTART:" + stamp.format(from),
                "DTEND:" + stamp.format(from.plusHours(4)),
                "SUMMARY:Jonas Weber",
                "END:VEVENT",
                "END:VCALENDAR",
                ""));
    button(page, "Import it").click();
    assertThat(page.locator("#taken")).containsText("One shift was taken into the layer Imported.");
  }

  @Test
  void aPolicyIsPutTogetherAndTheLaterOfTwoWhoChangeItIsTold() {
    try (var visit = inside().mayBeRefused("/organization/escalation")) {
      team(visit);
      var page = visit.to("/organization/escalation/new").page();
      visit.mayBeRefused("/organization/escalation/new");
      button(page, "Save policy").click();
      assertThat(page.locator("#e-name")).isVisible();
      assertThat(page.locator("#e-step-0")).isVisible();
      page.getByLabel("Name", exactly()).fill("Usual");
      target(page, 0, 0).selectOption("Mara Lind");
      button(page, "Add a step").click();
      page.getByLabel("Tell them after").fill("10m");
      target(page, 1, 0).selectOption("Night shift, one after the other");
      button(page, "Say what it does").click();
      assertThat(page.locator("#says-1"))
          .hasText("After 10 min: team Night shift, one after the other.");
      page.getByLabel("The default").check();
      button(page, "Save policy").click();
      assertThat(page.locator("h1"))
          .hasText("Alerts go by Usual, unless a monitor says otherwise.");

      page.getByLabel("Change Usual").click();
      String form = page.url().replaceFirst("^https?://[^/]+", "");
      visit.mayBeRefused(form);
      owner
          .patch(
              form.replace("/organization/escalation/", "/escalation-policies/"),
              Map.of("repeat", 3))
          .expect(200);
      page.getByLabel("Name", exactly()).fill("What I typed");
      button(page, "Add a step").click();
      target(page, 2, 0).selectOption("Jonas Weber");
      button(page, "Save policy").click();
      assertThat(page.locator(".problem")).containsText("Somebody changed this policy");
      assertThat(page.getByLabel("Name", exactly())).hasValue("What I typed");
      assertThat(page.locator("[name=repeat]")).hasValue("0");
      visit.to(form);
      assertThat(page.locator("[name=repeat]")).hasValue("3");
    }
  }

  private static void team(Visit visit) {
    var page = visit.to("/organization/teams/new").page();
    page.getByLabel("Name", exactly()).fill("Night shift");
    page.getByLabel("Person 1", exactly()).selectOption("Jonas Weber");
    button(page, "Add a person").click();
    page.getByLabel("Person 2", exactly()).selectOption("Mara Lind");
    button(page, "Save team").click();
    assertThat(page.locator(".people")).containsText("Jonas Weber, then Mara Lind");
  }

  @Test
  void aChannelIsAddedTriedAndLosesItsSecretAgain() {
    try (var visit = inside().mayBeRefused("/organization/channels/new/webhook")) {
      var page = visit.to("/organization/channels").page();
      page.getByText("Add a channel").click();
      page.getByText("Webhook", new Page.GetByTextOptions().setExact(true)).click();
      button(page, "Save").click();
      assertThat(page.locator("#e-url")).isVisible();
      page.getByLabel("Name", exactly()).fill("Operations");
      page.getByLabel("Address", exactly()).fill(receiver.url());
      page.getByLabel("Secret", exactly()).fill("a long secret");
      button(page, "Save").click();
      button(page, "Send a test to Operations").click();
      assertThat(page.locator("#main .note")).containsText("The test was taken.");
      assertThat(receiver.told().getLast().body().path("type").asText()).isEqualTo("test");

      page.getByLabel("Change Operations").click();
      page.getByLabel("Take the stored one away, and have none").check();
      button(page, "Save").click();
      assertThat(page.locator("h1")).hasText("Messages can go to one channel.");
      page.getByLabel("Change Operations").click();
      assertThat(page.getByLabel("Take the stored one away, and have none")).hasCount(0);
      assertThat(page.locator("#n-url")).containsText("One is stored.");
    }
  }

  @Test
  void aWayToBeReachedIsAddedVerifiedByItsCodeAndUsedByARule() {
    try (var visit = inside().mayBeRefused("/profile/contacts")) {
      var page = visit.to("/profile/contacts").page();
      page.getByText("Add a way").click();
      page.getByText("E-mail", new Page.GetByTextOptions().setExact(true)).click();
      page.getByLabel("Name", exactly()).fill("Mail at home");
      page.getByLabel("E-mail address").fill("mara@home.example");
      button(page, "Save").click();
      assertThat(page.locator(".people")).containsText("Not verified");
      int before = mail.mails().size();
      button(page, "Send a code to Mail at home").click();
      await().until(() -> mail.mails().size() > before);
      var code = CODE.matcher(MailDoor.text(mail.mails().getLast()));
      assertThat(code.find()).isTrue();
      page.getByLabel("Code that came by Mail at home").fill(code.group());
      button(page, "Verify Mail at home").click();
      assertThat(page.locator(".people").first()).containsText("Verified");

      page.locator("#delay-high").selectOption(option(1));
      page.locator("form:has(#delay-high)").getByText("Add rule").click();
      assertThat(page.getByRole(AriaRole.MAIN)).containsText("Mail at home");
      assertThat(page.locator("form[action$='/rules/remove']")).hasCount(1);
    }
  }

  private static Visit inside() {
    return new Visit(CHROMIUM, node).with(session);
  }

  private static Locator target(Page page, int step, int target) {
    return page.locator("[name='steps[" + step + "].targets[" + target + "]']");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions region(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
