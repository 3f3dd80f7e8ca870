package dev.tocsin.app.browser;

import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.notify.webpush.Subscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A browser maker's push service and the half of the browser that belongs to it. The maker's own
 * cannot be reached from a test, so {@code PushManager} gives addresses of this one, and what is
 * posted here is decrypted and handed to the browser as its own service would: the worker, its
 * notifications and everything else are the real ones.
 */
final class PushService implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String MANAGER =
      """
      (() => {
        const KEPT = "subscribed";
        const bytes = (text) =>
          Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
        const subscription = {
          endpoint: "ENDPOINT",
          options: {},
          getKey: (name) => bytes(name === "auth" ? "AUTH" : "P256DH"),
          unsubscribe: async () => localStorage.removeItem(KEPT) ?? true,
        };
        globalThis.PushManager = class { };
        const manager = {
          getSubscription: async () => localStorage.getItem(KEPT) ? subscription : null,
          subscribe: async ({ userVisibleOnly, applicationServerKey }) => {
            if (!userVisibleOnly || applicationServerKey.length !== 65) {
              throw new Error("A browser would refuse this.");
            }
            localStorage.setItem(KEPT, "yes");
            return subscription;
          },
        };
        Object.defineProperty(ServiceWorkerRegistration.prototype, "pushManager", { get: () => manager });
      })();
      """;

  private final HttpServer server;
  private final Subscriber subscriber = new Subscriber(new byte[16]);
  private final BlockingQueue<String> pushed = new LinkedBlockingQueue<>();

  PushService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            pushed.add(subscriber.open(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(201, -1);
          } catch (GeneralSecurityException unreadable) {
            exchange.sendResponseHeaders(400, -1);
          }
        });
    server.start();
  }

  /** What a page's {@code PushManager} does instead of its own. */
  String manager() {
    return MANAGER
        .replace("ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort() + "/browser/1")
        .replace("AUTH", subscriber.auth())
        .replace("P256DH", subscriber.p256dh());
  }

  /** Waits for the next message and hands it to the worker. */
  JsonObject deliver(Page page) throws InterruptedException {
    String text = pushed.poll(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("Nothing was pushed.");
    }
    CDPSession browser = page.context().newCDPSession(page);
    JsonObject message = new JsonObject();
    URI address = URI.create(page.url());
    message.addProperty("origin", address.getScheme() + "://" + address.getAuthority());
    message.addProperty("registrationId", registration(browser, page));
    message.addProperty("data", text);
    browser.send("ServiceWorker.deliverPushMessage", message);
    browser.detach();
    return new Gson().fromJson(text, JsonObject.class);
  }

  private static String registration(CDPSession browser, Page page) {
    BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        event ->
            event
                .getAsJsonArray("registrations")
                .forEach(
                    each -> ids.add(each.getAsJsonObject().get("registrationId").getAsString())));
    browser.send("ServiceWorker.enable");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              page.waitForTimeout(20); // lets the driver hand over what it heard
              return !ids.isEmpty();
            });
    return ids.element();
  }

  /** By their titles, the notifications that the system shows. */
  static Map<String, Object> shown(Page page) {
    @SuppressWarnings("unchecked")
    var shown =
        (Map<String, Object>)
            page.evaluate(
                """
                async () => Object.fromEntries(
                  (await (await navigator.serviceWorker.ready).getNotifications())
                    .map(({ title, tag, actions, silent }) =>
                      [title, `${tag} ${actions.map(({ action }) => action).join()} ${silent}`]))
                """);
    return shown;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
