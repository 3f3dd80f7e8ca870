package dev.tocsin.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API of a running Tocsin, as its owner's script uses it. Answers come as they are. */
public final class ApiClient {
  public static final String EMAIL = "owner@example.com";
  public static final String PASSWORD = "correct horse battery";

  /** Settings with which an installation has an owner from its first start on. */
  public static final Map<String, String> OWNER =
      Map.of("TOCSIN_OWNER_EMAIL", EMAIL, "TOCSIN_OWNER_PASSWORD", PASSWORD);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final @Nullable String token;

  /**
   * @param body missing where there is none
   */
  public record Answer(int status, JsonNode body) {
    /** The body of an answer that says that it worked. */
    public JsonNode ok() {
      if (status >= 300) {
        throw new AssertionError("The answer is " + status + ": " + body);
      }
      return body;
    }
  }

  private ApiClient(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** Signs in as {@link #OWNER}. */
  public static ApiClient signIn(URI base) {
    return signIn(base, EMAIL, PASSWORD);
  }

  /** Signs in as anybody. */
  public static ApiClient signIn(URI base, String email, String password) {
    var account = object().put("email", email).put("password", password);
    var session = new ApiClient(base, null).post("/session", account).ok();
    return new ApiClient(base, session.path("token").textValue());
  }

  /** The same person at another node. */
  public ApiClient at(URI node) {
    return new ApiClient(node, token);
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, JsonNode body) {
    return send("POST", path, body);
  }

  /**
   * @param key the same for the same wish, however often it is sent
   */
  public Answer post(String path, JsonNode body, String key) {
    return send("POST", path, body, key);
  }

  public Answer post(String path) {
    return send("POST", path, null);
  }

  public Answer patch(String path, JsonNode body) {
    return send("PATCH", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** A whole list, page by page. */
  public List<JsonNode> all(String path) {
    var items = new ArrayList<JsonNode>();
    var cursor = "";
    do {
      var mark = path.contains("?") ? "&" : "?";
      var page = get(path + mark + "limit=100" + cursor).ok();
      page.path("items").forEach(items::add);
      var next = page.path("nextCursor");
      cursor = next.isTextual() ? "&cursor=" + next.textValue() : "";
    } while (!cursor.isEmpty());
    return items;
  }

  /** Creates an HTTP monitor with one confirmation each way and answers its id. */
  public String watch(String name, String url, String interval) {
    var monitor =
        object()
            .put("name", name)
            .put("type", "http")
            .put("interval", interval)
            .put("timeout", "4s")
            .put("confirmations", 1);
    monitor.putObject("http").put("url", url);
    return post("/monitors", monitor).ok().path("id").textValue();
  }

  /** Creates a monitor whose state is set by hand and answers its id. */
  public String manual(String name) {
    var monitor = object().put("name", name).put("type", "manual");
    return post("/monitors", monitor).ok().path("id").textValue();
  }

  /**
   * Has all alerts told to programs, one after the other.
   *
   * @param delays of the steps, each with the program that it tells
   */
  public void escalate(int repeat, Map<String, Receiver> delays) {
    var policy = object().put("name", "Everybody").put("default", true).put("repeat", repeat);
    var steps = policy.putArray("steps");
    delays.forEach(
        (delay, receiver) -> {
          var channel = post("/channels", webhook(steps.size(), receiver)).ok();
          steps
              .addObject()
              .put("delay", delay)
              .putArray("targets")
              .addObject()
              .put("type", "channel")
              .set("id", channel.path("id"));
        });
    post("/escalation-policies", policy).ok();
  }

  private static ObjectNode webhook(int number, Receiver receiver) {
    return object()
        .put("name", "receiver " + number)
        .put("type", "webhook")
        .put("url", receiver.url());
  }

  /** Creates a public page, with one component for each list of monitors. */
  public void page(String slug, Map<String, List<String>> components) {
    var page = object().put("slug", slug).put("name", slug).put("visibility", "public");
    var id = post("/status-pages", page).ok().path("id").textValue();
    components.forEach(
        (name, monitors) -> {
          var component = object().put("name", name);
          monitors.forEach(component.putArray("monitorIds")::add);
          post("/status-pages/" + id + "/components", component).ok();
        });
  }

  private Answer send(String method, String path, @Nullable JsonNode body) {
    return send(method, path, body, null);
  }

  private Answer send(String method, String path, @Nullable JsonNode body, @Nullable String key) {
    var publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    var request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
            .timeout(PATIENCE)
            .method(method, publisher);
    if (body != null) {
      var merge = method.equals("PATCH");
      request.header("Content-Type", merge ? "application/merge-patch+json" : "application/json");
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var text = answer.body();
      return new Answer(
          answer.statusCode(), text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
