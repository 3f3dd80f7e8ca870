package dev.tocsin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The REST API, as a script uses it. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final @Nullable String token;

  private Api(String url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** Somebody who has not signed in. */
  static Api nobody(String url) {
    return new Api(url, null);
  }

  /** Somebody in a session. */
  static Api of(String url, String token) {
    return new Api(url, token);
  }

  static Api signIn(String url, String email, String password) throws Exception {
    ObjectNode account = JSON.createObjectNode().put("email", email).put("password", password);
    String token = new Api(url, null).post("/api/v1/session", account).get("token").textValue();
    return new Api(url, token);
  }

  JsonNode post(String path, JsonNode body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          "POST " + path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** The body of an address that anyone may read. */
  String get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** What the organization's members may read. */
  JsonNode getOwn(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  /** Creates a heartbeat and answers the path that it is pinged at. */
  String createHeartbeat(String name, String period) throws Exception {
    ObjectNode monitor = JSON.createObjectNode().put("name", name).put("type", "heartbeat");
    monitor.putObject("heartbeat").put("period", period);
    return URI.create(post("/api/v1/monitors", monitor).get("pingUrl").textValue()).getPath();
  }

  /** Creates an HTTP monitor and answers its id. */
  String createHttpMonitor(String name, String target, String interval, int confirmations)
      throws Exception {
    ObjectNode monitor =
        JSON.createObjectNode()
            .put("name", name)
            .put("type", "http")
            .put("interval", interval)
            .put("timeout", "4s")
            .put("confirmations", confirmations);
    monitor.putObject("http").put("url", target);
    return post("/api/v1/monitors", monitor).get("id").textValue();
  }
}
