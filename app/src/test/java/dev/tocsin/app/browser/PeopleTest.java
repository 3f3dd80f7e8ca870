package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tocsin.app.testing.RunningNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody invites colleagues, who come, see what they may, and look after their own sessions. */
class PeopleTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir static Path folder;

  private static RunningNode node;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_TENANCY_SIGN_UP", "open"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aColleagueComesByTheLinkThatTheOwnerCopied() {
    try (var owner = new Visit(CHROMIUM, node).signIn();
        var colleague = new Visit(CHROMIUM, node)) {
      var page = owner.page();
      owner.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      follow(page, "Organization");
      follow(page, "Members");
      page.getByLabel("E-mail address").fill("jonas@example.com");
      page.locator("#f-role").selectOption("responder");
      press(page, "Invite");
      assertThat(page.getByText("jonas@example.com is invited")).isVisible();
      page.locator("[data-copy=invitation]").click();
      assertThat(page.locator("[data-copy=invitation]")).hasText("Copied");
      String link = (String) page.evaluate("() => navigator.clipboard.readText()");

      colleague.page().navigate(link.replace("//localhost:", "//127.0.0.1:"));
      colleague.page().getByLabel("Your name").fill("Jonas Weber");
      colleague.page().getByLabel("Password").fill(RunningNode.PASSWORD);
      press(colleague.page(), "Join");
      assertThat(colleague.page().getByText("Jonas Weber")).isVisible();
      // a page of Tocsin would ask who it is when its stream ends with the membership
      colleague.page().navigate("about:blank");

      follow(page, "Members");
      assertThat(page.locator("[aria-labelledby=h-members]")).containsText("Jonas Weber");
      assertThat(page.locator("[aria-labelledby=h-guests]")).not().isVisible();

      role(page).selectOption("viewer");
      press(page, "Change role of Jonas Weber");
      assertThat(role(page)).hasValue("viewer");
      press(page, "Remove Jonas Weber");
      assertThat(page.getByText("Remove Jonas Weber?")).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.getByText("Remove Jonas Weber?")).not().isVisible();
      press(page, "Remove Jonas Weber");
      page.locator(".dialog:popover-open .grave").click();
      assertThat(page.locator(".people")).not().containsText("Jonas Weber");
      colleague.to("/");
      assertThat(colleague.page()).hasURL(node.uri("/login").toString());
    }
  }

  @Test
  void pagesOfASessionThatIsEndedElsewhereGoToTheSignIn() {
    try (var left =
            new Visit(CHROMIUM, node)
                .mayBeRefused("/api/v1/events/stream")
                .mayBeRefused("/monitors/head");
        var here = new Visit(CHROMIUM, node)) {
      String session = Sample.join(node.nobody(), node.owner(), "two@example.com", null, "viewer");
      node.nobody().as(session).delete("/sessions").expect(204);
      left.signIn("two@example.com", RunningNode.PASSWORD);
      assertThat(left.page().locator("#live")).hasText("Live");
      here.with(session).to("/profile");
      assertThat(here.page().locator(".people li")).hasCount(2);
      assertThat(here.page().locator(".people")).containsText("Chrome on Linux");

      here.page().getByText("End", new Page.GetByTextOptions().setExact(true)).click();

      assertThat(here.page().locator(".people li")).hasCount(1);
      assertThat(left.page())
          .hasURL(
              node.uri("/login").toString(), new PageAssertions.HasURLOptions().setTimeout(20_000));
    }
  }

  @Test
  void aViewerMeetsNothingThatFails() {
    String session = Sample.join(node.nobody(), node.owner(), "v@example.com", "Vera", "viewer");
    node.owner().post("/monitors", Map.of("name", "shop", "type", "manual")).expect(201);
    try (var viewer = new Visit(CHROMIUM, node).with(session)) {
      var page = viewer.page();
      for (String path : List.of("/", "/organization", "/organization/members", "/profile")) {
        viewer.to(path);
        for (var link : page.locator("a[href^='/']:visible").all()) {
          String address = link.getAttribute("href");
          assertThat(page.context().request().get(node.uri(address).toString()).status())
              .describedAs(address)
              .isEqualTo(200);
        }
        for (var form : page.locator("main form[method=post]:visible").all()) {
          assertThat(form.getAttribute("action")).startsWith("/profile");
        }
      }
      page.getByText("Dark", new Page.GetByTextOptions().setExact(true)).click();
      viewer.to("/organization");
      assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
      assertThat(page.locator("main")).containsText("an owner can change them");
    }
  }

  @Test
  void goesOnInAnotherOrganizationWithoutScripts() {
    node.nobody()
        .post(
            "/sign-up",
            Map.of(
                "organization",
                "Northwind",
                "email",
                "both@example.com",
                "password",
                RunningNode.PASSWORD))
        .expect(201);
    String session = Sample.join(node.nobody(), node.owner(), "both@example.com", null, "viewer");
    try (var visit = new Visit(CHROMIUM, node, Visit.Look.DESK.withoutScripts())) {
      var page = visit.with(session).to("/organization").page();
      assertThat(page.locator("h1")).hasText("default counts its days in UTC.");
      page.locator("[popovertarget=organizations]").click();
      press(page, "Northwind");
      follow(page, "Organization");
      assertThat(page.locator("h1")).hasText("Northwind counts its days in UTC.");
      page.getByLabel("Time zone").fill("Europe/Oslo");
      press(page, "Save changes");
      assertThat(page.locator("h1")).hasText("Northwind counts its days in Europe/Oslo.");
    }
  }

  private static Locator role(Page page) {
    return page.getByRole(
        AriaRole.COMBOBOX,
        new Page.GetByRoleOptions().setName("Role of Jonas Weber").setExact(true));
  }

  private static void follow(Page page, String link) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true)).click();
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
