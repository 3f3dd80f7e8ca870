package dev.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** One person of a demo, who speaks to the API of its own node. */
final class DemoClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final String base;
  private final String token;

  /** Nobody yet. */
  DemoClient(HttpClient client, String base) {
    this(client, base, "");
  }

  private DemoClient(HttpClient client, String base, String token) {
    this.client = client;
    this.base = base;
    this.token = token;
  }

  DemoClient signIn(String email, String password) throws InterruptedException {
    return as(send("POST", "/session", Map.of("email", email, "password", password)));
  }

  /** Whose session an answer brings. */
  DemoClient as(JsonNode session) {
    return new DemoClient(client, base, session.path("token").asText());
  }

  /** The id of what was made. */
  String made(String path, Map<String, ?> body) throws InterruptedException {
    return send("POST", path, body).path("id").asText();
  }

  JsonNode send(String method, String path, Object body) throws InterruptedException {
    HttpResponse<String> answer = exchange(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException notJson) {
      throw new IllegalStateException(path + ": " + answer.body(), notJson);
    }
  }

  HttpResponse<String> exchange(String method, String path, Object body)
      throws InterruptedException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new IllegalStateException("The demo could not be made.", failed);
    }
  }
}
