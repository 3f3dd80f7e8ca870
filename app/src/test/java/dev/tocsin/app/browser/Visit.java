package dev.tocsin.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.Authentication;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One person's browser window. Whatever goes wrong in it, an error on the console, a violation of
 * the content security policy, a request to another host, fails the test when it is closed.
 */
final class Visit implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String TELL_VIOLATIONS =
      """
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
      """;

  private final URI base;
  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Set<String> refused = new HashSet<>();

  /**
   * What a window is like.
   *
   * @param width in CSS pixels
   */
  record Look(int width, int height, boolean dark, boolean scripts) {
    static final Look DESK = new Look(1440, 900, false, true);

    Look onAPhone() {
      return new Look(390, 844, dark, scripts);
    }

    Look inTheDark() {
      return new Look(width, height, true, scripts);
    }

    Look withoutScripts() {
      return new Look(width, height, dark, false);
    }

    boolean isPhone() {
      return width < 768;
    }
  }

  Visit(Chromium chromium, RunningNode node) {
    this(chromium, node, Look.DESK);
  }

  Visit(Chromium chromium, RunningNode node, Look look) {
    this(chromium, node.uri("/"), look);
  }

  /**
   * @param base where the installation serves
   */
  Visit(Chromium chromium, URI base, Look look) {
    this.base = base;
    this.context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setHasTouch(look.isPhone())
                    .setIsMobile(look.isPhone())
                    .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setJavaScriptEnabled(look.scripts()));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.addInitScript(TELL_VIOLATIONS);
    context.onConsoleMessage(this::said);
    context.onWebError(error -> faults.add("uncaught: " + error.error()));
    context.onRequest(this::asked);
    this.page = context.newPage();
  }

  private void said(ConsoleMessage message) {
    boolean bad = message.type().equals("error") || message.type().equals("warning");
    boolean isTheAnswerThatWasWanted =
        message.text().startsWith("Failed to load resource")
            && refused.stream().anyMatch(message.location()::startsWith);
    if (bad && !isTheAnswerThatWasWanted) {
      faults.add(message.type() + ": " + message.text() + " at " + message.location());
    }
  }

  private void asked(Request request) {
    var address = URI.create(request.url());
    boolean isOurs =
        address.getScheme().equals("data")
            || (address.getPort() == base.getPort()
                && Set.of("127.0.0.1", "localhost").contains(address.getHost()));
    if (!isOurs) {
      faults.add("foreign request: " + request.url());
    }
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** Goes to an address of the node. */
  Visit to(String path) {
    return to(path, 200);
  }

  /** As {@link #to(String)}, where another status than 200 is the right one. */
  Visit to(String path, int status) {
    if (status >= 400) {
      mayBeRefused(path);
    }
    var answer = page.navigate(base.resolve(path).toString());
    assertThat(answer.status()).describedAs(path).isEqualTo(status);
    return this;
  }

  /** A form that is sent there may be answered by a status that the console complains of. */
  Visit mayBeRefused(String path) {
    refused.add(base.resolve(path).toString().replaceAll("\\?.*", ""));
    return this;
  }

  /** Signs the owner in, by the form. */
  Visit signIn() {
    return signIn(RunningNode.OWNER, RunningNode.PASSWORD);
  }

  Visit signIn(String email, String password) {
    to("/login");
    page.getByLabel("E-mail address").fill(email);
    page.getByLabel("Password").fill(password);
    page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
    page.waitForURL(base.resolve("/").toString());
    return this;
  }

  /** Goes on in a session that was started elsewhere. */
  Visit with(String session) {
    context.addCookies(
        List.of(new Cookie(Authentication.COOKIE, session).setUrl(base.resolve("/").toString())));
    return this;
  }

  /** How many CSS pixels the page is wider than the window. */
  int overhang() {
    return (int)
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  boolean hasComplaints() {
    return !faults.isEmpty();
  }

  /** Fails where anything went wrong since it was last asked. */
  void assertNoComplaints() {
    List<String> said = List.copyOf(faults);
    faults.clear();
    assertThat(said).describedAs("what the browser complained of").isEmpty();
  }

  @Override
  public void close() {
    context.close();
    assertNoComplaints();
  }
}
