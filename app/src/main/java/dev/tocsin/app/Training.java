package dev.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What a node is busy with in its first minute, done over and over, so that the JVM keeps what it
 * learns of it: checks, pings, the API, a status page. The node watches itself.
 */
final class Training {
  static final String EMAIL = "owner@training.example";
  static final String PASSWORD = UUID.randomUUID().toString();

  private static final int MONITORS = 100;
  private static final int ROUNDS = 20;
  private static final int PING_ROUNDS = 1_000;
  private static final int PAGE_ROUNDS = 2_000;
  private static final int AT_ONCE = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private String token = "";

  Training(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  /** What the second life of the node finds: monitors, each with a status that is stored. */
  void settle() throws Exception {
    signIn();
    post(
        "/api/v1/status-pages",
        "{\"slug\":\"training\",\"name\":\"Training\",\"visibility\":\"public\"}");
    for (int i = 0; i < MONITORS; i++) {
      post(
          "/api/v1/monitors",
          """
          {"name":"Service %d","type":"http","interval":"1m","timeout":"5s","confirmations":2,
           "tags":["training"],"http":{"url":"%s/health/live?n=%d","headers":{"X-Training":"yes"}}}
          """
              .formatted(i, url, i));
    }
    post(
        "/api/v1/monitors",
        "{\"name\":\"Job\",\"type\":\"heartbeat\",\"heartbeat\":{\"period\":\"5m\"}}");
  }

  /** Some seconds of work. */
  void work() throws Exception {
    signIn();
    List<String> ids = new ArrayList<>();
    String ping = "";
    for (JsonNode monitor : JSON.readTree(get("/api/v1/monitors?limit=200")).path("items")) {
      if (monitor.has("pingUrl")) {
        ping = URI.create(monitor.get("pingUrl").textValue()).getPath();
      } else {
        ids.add(monitor.path("id").textValue());
      }
    }
    List<Callable<Integer>> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String id : ids) {
        all.add(() -> send("POST", "/api/v1/monitors/" + id + "/check", "").statusCode());
      }
    }
    for (int round = 0; round < PING_ROUNDS; round++) {
      String path = ping;
      all.add(() -> send("GET", path, "").statusCode());
    }
    for (int round = 0; round < PAGE_ROUNDS; round++) {
      all.add(() -> send("GET", "/status/training", "").statusCode());
    }
    try (var executor =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().name("training", 0).factory())) {
      executor.invokeAll(all, LONGEST.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void signIn() throws Exception {
    String account = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(EMAIL, PASSWORD);
    token = JSON.readTree(post("/api/v1/session", account)).path("token").asText();
  }

  private String get(String path) throws IOException, InterruptedException {
    return send("GET", path, "").body();
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("POST", path, body);
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
