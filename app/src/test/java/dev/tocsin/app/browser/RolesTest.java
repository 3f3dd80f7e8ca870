package dev.tocsin.app.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may do less follows every link and sends every form of every page that they come to. */
class RolesTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String ANY_ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

  /** Where the links on a page lead, inside this installation. */
  private static final String LINKS =
      """
      () => [...document.querySelectorAll("a[href]")]
        .map((link) => new URL(link.href, location))
        .filter((url) => url.origin === location.origin)
        .map((url) => url.pathname + url.search)
      """;

  /**
   * Sends each form as each of its buttons does. What leads elsewhere was done; signing out is left
   * for the end.
   *
   * @return what was sent, and the status that it was refused with
   */
  private static final String REFUSED_FORMS =
      """
      async () => {
        const refused = [];
        for (const form of document.querySelectorAll("form[method=post]:not([action='/logout'])")) {
          for (const button of form.querySelectorAll("button:not([type=button])")) {
            const action = form.getAttribute("action");
            const body = new URLSearchParams(new FormData(form, button));
            const answer = await fetch(action, { method: "POST", body, redirect: "manual" });
            if (answer.type !== "opaqueredirect" && ![200, 409, 422].includes(answer.status)) {
              refused.push(`${action} ${button.value} ${answer.status}`);
            }
          }
        }
        return refused;
      }
      """;

  @TempDir static Path folder;

  private static RunningNode node;
  private static Receiver pager;

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
    ApiClient owner = node.owner();
    Sample.checked(owner, node.uri("/health/live"));
    Sample.awaited(owner);
    Sample.page(owner, "calm", "Calm Company");
    String paused =
        owner.post("/monitors", Map.of("name", "shop", "type", "manual")).expect(201).text("id");
    owner.post("/monitors/" + paused + "/pause").expect(200);
    owner.post("/invitations", Map.of("email", "soon@example.com", "role", "viewer")).expect(201);
    owner.post("/tokens", Map.of("name", "deploys", "role", "viewer")).expect(201);
    pager = new Receiver();
    Sample.colleagues(node.nobody(), owner);
    SampleAlerts.of(owner, pager);
  }

  @AfterAll
  static void stop() {
    node.close();
    pager.close();
  }

  @ParameterizedTest
  @CsvSource({"viewer, 0", "responder, 3"})
  void nothingThatIsOfferedFails(String role, int actions) {
    String session = Sample.join(node.nobody(), node.owner(), role + "@example.com", "Vera", role);
    try (var visit = new Visit(CHROMIUM, node).with(session).mayBeRefused("/")) {
      Set<String> seen = new HashSet<>();
      Queue<String> next = new ArrayDeque<>(List.of("/"));
      Set<String> deeds = new HashSet<>();
      while (!next.isEmpty()) {
        String path = next.remove();
        visit.to(path);
        deeds.addAll(deeds(visit.page()));
        assertThat(texts(visit.page(), REFUSED_FORMS)).describedAs(path).isEmpty();
        for (String link : texts(visit.page(), LINKS)) {
          if (seen.add(kind(link)) && leadsToAPage(visit, link)) {
            next.add(link);
          }
        }
      }
      assertThat(seen).contains("/profile", "/monitors/*/results", "/status/calm");
      assertThat(seen).contains("/alerts/*", "/on-call/*", "/organization/escalation");
      assertThat(seen).doesNotContain("/monitors/new", "/organization/audit");
      assertThat(seen).doesNotContain("/organization/escalation/*", "/organization/channels/new");
      assertThat(deeds).hasSize(actions);
      noKeyLeadsToWhatIsRefused(visit.to("/"));
    }
  }

  /** What is done to monitors, whichever they are. */
  private static List<String> deeds(Page page) {
    return texts(
            page,
            """
            () => [...document.querySelectorAll("#m-actions form[action^='/monitors/']")]
              .map((form) => form.getAttribute("action"))
            """)
        .stream()
        .map(action -> action.replaceFirst(".*/", ""))
        .toList();
  }

  private static void noKeyLeadsToWhatIsRefused(Visit visit) {
    var page = visit.page();
    assertThat(page.locator("html")).hasAttribute("data-live", "yes");
    page.keyboard().press("n");
    page.keyboard().press("Control+k");
    page.keyboard().type("monitor");
    assertThat(page.locator("#palette-own [role=option]")).hasCount(1); // to the list
    assertThat(page).hasURL(node.uri("/").toString());
  }

  private static boolean leadsToAPage(Visit visit, String link) {
    var answer = visit.page().context().request().get(node.uri("/").resolve(link).toString());
    assertThat(answer.status()).describedAs(link).isEqualTo(200);
    String type = answer.headers().getOrDefault("content-type", "");
    return type.startsWith("text/html") && !link.startsWith("/docs");
  }

  /**
   * Pages of the same kind are alike, also of another day; but for a monitor's own, which shows
   * what it is.
   */
  private static String kind(String link) {
    return link.matches("/monitors/" + ANY_ID)
        ? link
        : link.replaceAll(ANY_ID, "*").replaceAll("(day|from|until)=[^&]*", "$1=*");
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Page page, String script) {
    return (List<String>) page.evaluate(script);
  }
}
