package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.app.core.Core;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.testing.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No monitor is pointed at a port of Tocsin's own. */
class OwnEndpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String EMAIL = "ann@example.com";
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;

  @Test
  void aProcessAloneClosesTheClusterPortThatItReallyHas() throws Exception {
    int management = FreePorts.on("127.0.0.1");
    var settings =
        Settings.load(
            Optional.empty(),
            Map.of(
                "TOCSIN_PORT",
                "0",
                "TOCSIN_BIND",
                "127.0.0.1",
                "TOCSIN_MANAGEMENT_PORT",
                Integer.toString(management),
                "TOCSIN_DATA_DIR",
                folder.toString(),
                "TOCSIN_DRAIN_TIME",
                "1s",
                "TOCSIN_OWNER_EMAIL",
                EMAIL,
                "TOCSIN_OWNER_PASSWORD",
                PASSWORD));
    try (var node = Node.start(settings, Parts.real())) {
      var api = URI.create("http://127.0.0.1:" + node.port() + "/api/v1/");
      int cluster = Core.address(node.core().current().orElseThrow().system()).port();
      var signedIn = post(api.resolve("session"), "", Map.of("email", EMAIL, "password", PASSWORD));
      var token = JSON.readTree(signedIn.body()).get("token").textValue();

      for (int port : List.of(cluster, management)) {
        for (String host : List.of("127.0.0.1", "127.0.0.9", "[::1]")) {
          var answer = post(api.resolve("monitors"), token, monitor(host, port));
          assertThat(answer.statusCode()).describedAs(host + ":" + port).isEqualTo(422);
          assertThat(answer.body()).contains("http.url", "one of Tocsin's own");
        }
      }
      // but Tocsin may watch what it serves
      assertThat(post(api.resolve("monitors"), token, monitor("127.0.0.1", node.port())))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(201);
    }
  }

  @Test
  void everyHostOfADatabaseAddressIsOne() {
    assertThat(OwnEndpoints.database("jdbc:postgresql://127.0.0.1,127.0.0.2:6432,[::1]:7/x?a=b:1"))
        .extracting(endpoint -> endpoint.getHostString() + " " + endpoint.getPort())
        .containsExactly("127.0.0.1 5432", "127.0.0.2 6432", "0:0:0:0:0:0:0:1 7");
    assertThat(OwnEndpoints.database("jdbc:h2:file:./data/tocsin")).isEmpty();
  }

  private static Map<String, Object> monitor(String host, int port) {
    return Map.of(
        "name", "A", "type", "http", "http", Map.of("url", "http://" + host + ":" + port + "/"));
  }

  private static HttpResponse<String> post(URI address, String token, Map<String, ?> body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
