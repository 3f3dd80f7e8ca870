package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.MailDoor;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where a mail server is set, who is invited finds the link in their mail. */
class InvitedByMailTest {
  private static final String MEMBERS = "/organization/members";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final LocatorAssertions.HasTextOptions LIVE =
      new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE.toMillis());
  private static final LocatorAssertions.ContainsTextOptions SENT =
      new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE.toMillis());

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static MailDoor door;
  private static RunningNode node;

  @BeforeAll
  static void start() {
    door = new MailDoor();
    node = RunningNode.start(folder, Map.of("TOCSIN_SMTP_URL", door.url()));
  }

  @AfterAll
  static void stop() {
    node.close();
    door.close();
  }

  @Test
  void aColleagueComesByTheLinkInTheMail() {
    try (var owner = new Visit(CHROMIUM, node);
        var colleague = new Visit(CHROMIUM, node)) {
      Axe.on(owner.context());
      owner.signIn();
      var page = owner.page();
      door.answering("RCPT", "550 5.1.1 no such user here");
      owner.to(MEMBERS);
      page.getByLabel("E-mail address").fill("jonas@example.com");
      page.locator("#f-role").selectOption("responder");
      press(page, "Invite");
      assertThat(page.locator("#made"))
          .containsText("A mail with this link is on its way to them.");
      // without a reload
      assertThat(page.locator(".note.mail"))
          .hasText("Mail: refused by the mail server: 550 5.1.1 no such user here", LIVE);
      assertThat(Axe.violations(page)).isEmpty();

      door.asItIs();
      press(page, "Send again: jonas@example.com");
      var mail = await().atMost(PATIENCE).until(door::mails, mails -> !mails.isEmpty()).getFirst();
      assertThat(page.locator(".note.mail")).containsText("Mail: sent ", SENT);

      colleague.page().setContent(MailDoor.html(mail));
      assertThat(colleague.page().locator("h1"))
          .hasText("owner@example.com invites you to join default");
      String link =
          colleague
              .page()
              .getByRole(
                  AriaRole.LINK, new Page.GetByRoleOptions().setName("Accept the invitation"))
              .getAttribute("href");
      colleague.page().navigate(link.replace("//localhost:", "//127.0.0.1:"));
      colleague.page().getByLabel("Your name").fill("Jonas Weber");
      colleague.page().getByLabel("Password").fill(RunningNode.PASSWORD);
      press(colleague.page(), "Join");
      assertThat(colleague.page().getByText("Jonas Weber")).isVisible();
      colleague.to("/organization"); // it follows no stream, which would end with the node

      owner.to(MEMBERS);
      assertThat(page.locator("[aria-labelledby=h-members]")).containsText("Jonas Weber");
      assertThat(page.locator("[aria-labelledby=h-guests]")).not().isVisible();
    }
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
