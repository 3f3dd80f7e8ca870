package dev.tocsin.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/**
 * Calls the API as a program would, and holds every request and answer against the description: a
 * status, a body or a header that is not described fails the test.
 */
public final class ApiClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final Map<String, String> headers;

  private ApiClient(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  public static ApiClient of(TestServer server) {
    return of(server.uri(""));
  }

  /**
   * @param installation where it serves, without a path
   */
  public static ApiClient of(URI installation) {
    return new ApiClient(installation, Map.of());
  }

  public ApiClient with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiClient(base, more);
  }

  public ApiClient as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** Signs in and goes on in the session, by its token. */
  public ApiClient signIn(String email, String password) {
    Answer answer = post("/session", Map.of("email", email, "password", password)).expect(200);
    return as(answer.json().get("token").textValue());
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null, null);
  }

  public Answer post(String path) {
    return send("POST", path, null, null);
  }

  public Answer post(String path, Object body) {
    return send("POST", path, body, "application/json");
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, body, "application/json");
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, body, "application/merge-patch+json");
  }

  /** The status of an answer whose body never ends. */
  public int statusOf(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1" + path)).GET();
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException failed) {
      throw new AssertionError(path, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** One exchange, checked. */
  public Answer send(String method, String path, Object body, String contentType) {
    JsonNode json = body == null ? null : MAPPER.valueToTree(body);
    Answer answer = sendRaw(method, path, json == null ? null : json.toString(), contentType);
    OpenApi.DESCRIPTION.check(method, path, json, contentType, answer);
    return answer;
  }

  /** One exchange with a body of any text, not checked. */
  public Answer sendRaw(String method, String path, String body, String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/v1" + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    try {
      return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new AssertionError(method + " " + path, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** What came back. */
  public record Answer(HttpResponse<String> raw) {
    public int status() {
      return raw.statusCode();
    }

    public String body() {
      return raw.body();
    }

    public Optional<String> header(String name) {
      return raw.headers().firstValue(name);
    }

    public JsonNode json() {
      try {
        return body().isEmpty() ? JsonNodeFactory.instance.missingNode() : MAPPER.readTree(body());
      } catch (IOException notJson) {
        throw new AssertionError(body(), notJson);
      }
    }

    /** Each line of it. */
    public List<JsonNode> lines() {
      return body()
          .lines()
          .map(
              line -> {
                try {
                  return MAPPER.readTree(line);
                } catch (IOException notJson) {
                  throw new AssertionError(line, notJson);
                }
              })
          .toList();
    }

    public Answer expect(int status) {
      Assertions.assertEquals(status, status(), this::body);
      return this;
    }

    public String text(String field) {
      return json().path(field).asText();
    }

    /** The message about a field that is at fault. */
    public String fault(String field) {
      for (JsonNode error : json().path("errors")) {
        if (error.path("field").asText().equals(field)) {
          return error.path("message").asText();
        }
      }
      throw new AssertionError("No fault of " + field + " in " + body());
    }
  }
}
