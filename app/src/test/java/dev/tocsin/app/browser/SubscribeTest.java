package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.MailDoor;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer enters their address on a status page, and later ends it, in a browser. */
class SubscribeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static MailDoor door;
  private static RunningNode node;
  private static ApiClient owner;
  private static String component;

  @BeforeAll
  static void start() {
    door = new MailDoor();
    node = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", door.url()));
    owner = node.owner();
    String page =
        owner
            .post("/status-pages", Map.of("slug", "harbourline", "name", "Harbourline"))
            .expect(201)
            .text("id");
    component =
        owner
            .post("/status-pages/" + page + "/components", Map.of("name", "Labels"))
            .expect(201)
            .text("id");
    owner.post("/status-pages/" + page + "/components", Map.of("name", "Rates")).expect(201);
  }

  @AfterAll
  static void stop() {
    node.close();
    door.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCustomerAsksToBeToldAndEndsIt(boolean scripts) {
    String address = "ann-" + scripts + "@example.com";
    var look = scripts ? Visit.Look.DESK : Visit.Look.DESK.onAPhone().withoutScripts();
    try (var customer = new Visit(CHROMIUM, node, look)) {
      if (scripts) {
        Axe.on(customer.context());
      }
      Page page = customer.to("/status/harbourline").page();
      page.getByText("Get updates").click();
      assertThat(page.locator("h1")).hasText("Be told when something happens");
      looksGood(customer, scripts);
      page.getByText("Only of some components").first().click();
      page.locator("#component-" + component).check();
      page.getByLabel("E-mail address").fill(address);
      press(page, "Get updates");
      assertThat(page.locator("main")).containsText("We have sent a mail to " + address);

      MimeMessage asked = mail(address, "Confirm");
      customer.to(path(asked, "/subscribe/"));
      looksGood(customer, scripts);
      press(page, "Confirm");
      assertThat(page.locator("h1")).hasText("You are told of Harbourline.");

      String incident =
          owner
              .post(
                  "/incidents",
                  Map.of(
                      "title",
                      "Labels fail " + scripts,
                      "impact",
                      "major",
                      "visibility",
                      "public",
                      "componentIds",
                      List.of(component),
                      "message",
                      "We *look* into it."))
              .expect(201)
              .text("id");
      MimeMessage told = mail(address, "Labels fail " + scripts);
      customer.to(path(told, "/status/harbourline/incidents/"));
      assertThat(page.locator("h1")).hasText("Labels fail " + scripts);

      customer.to(path(told, "/subscription/"));
      assertThat(page.locator("#component-" + component)).isChecked();
      looksGood(customer, scripts);
      page.locator("#component-" + component).uncheck();
      press(page, "Keep it");
      assertThat(page.locator("main")).containsText("You are told of all of it");

      try (var member = new Visit(CHROMIUM, node).signIn()) {
        member.to("/incidents/" + incident);
        assertThat(member.page().locator("#telling")).containsText("1 sent, 0 waiting, 0 failed");
        member.to("/organization/subscribers");
        assertThat(member.page().locator("main")).containsText(address);
        assertThat(member.overhang()).isZero();
        member.to("/organization"); // it follows no stream, which would end with the node
      }

      customer.to(path(told, "/unsubscribe/"));
      press(page, "Unsubscribe");
      assertThat(page.locator("h1")).hasText("You are not told any more.");
      customer.mayBeRefused(path(told, "/subscription/")).to(path(told, "/subscription/"), 404);
    }
  }

  private static void looksGood(Visit visit, boolean scripts) {
    assertThat(visit.overhang()).isZero();
    if (scripts) {
      assertThat(Axe.violations(visit.page())).isEmpty();
    }
  }

  private static MimeMessage mail(String address, String subject) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                door.mails().stream()
                    .filter(mail -> is(mail, address, subject))
                    .findFirst()
                    .orElse(null),
            mail -> mail != null);
  }

  private static boolean is(MimeMessage mail, String address, String subject) {
    try {
      return mail.getAllRecipients()[0].toString().equals(address)
          && mail.getSubject().contains(subject);
    } catch (MessagingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static String path(MimeMessage mail, String part) {
    return MailDoor.text(mail)
        .lines()
        .filter(line -> line.startsWith("http") && line.contains(part))
        .findFirst()
        .map(line -> line.substring(line.indexOf('/', "https://".length())))
        .orElseThrow();
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
