package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of check in the wired program: tested before it is saved, saved, checked now. */
class EveryKindTest {
  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;
  private static int closed;

  /**
   * @param says part of the error that a closed port of this machine leads to
   */
  private record Kind(String type, Map<String, Object> fields, String says) {
    @Override
    public String toString() {
      return type;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    node = RunningNode.start(folder, Map.of());
    owner = node.owner();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static Stream<Kind> kinds() throws IOException {
    String url = "127.0.0.1:" + closed;
    Map<String, Object> address = Map.of("host", "127.0.0.1", "port", closed);
    Map<String, Object> database = new HashMap<>(address);
    database.putAll(
        Map.of("driver", "postgresql", "database", "shop", "user", "ann", "password", "secret-1"));
    return Stream.of(
        new Kind("http", Map.of("url", "http://" + url + "/"), "refused the connection"),
        new Kind("tcp", address, "refused the connection"),
        new Kind("tls", address, "refused the connection"),
        new Kind("smtp", address, "refused the connection"),
        new Kind("redis", address, "refused the connection"),
        new Kind("grpc", address, "refused the connection"),
        new Kind("websocket", Map.of("url", "ws://" + url + "/"), "refused the connection"),
        new Kind("sql", database, "refused the connection"),
        new Kind(
            "udp", Map.of("host", "127.0.0.1", "port", closed, "send", "x"), "127.0.0.1:" + closed),
        new Kind(
            "dns", Map.of("name", "shop.example", "recordType", "A", "resolver", url), "127.0.0.1"),
        new Kind(
            "domain",
            Map.of("name", "shop.example", "server", "http://" + url + "/"),
            "refused the connection"));
  }

  private static Map<String, Object> monitor(Kind kind) {
    return Map.of(
        "name",
        kind.type(),
        "type",
        kind.type(),
        "interval",
        "1h",
        "timeout",
        "5s",
        kind.type(),
        kind.fields());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isTestedBeforeItIsSavedAndCheckedNow(Kind kind) {
    JsonNode tested = owner.post("/monitors/test", monitor(kind)).expect(200).json();
    // a registry that does not answer says nothing of the domain
    assertThat(tested.get("outcome").asText())
        .as("%s", tested)
        .isEqualTo(kind.type().equals("domain") ? "unknown" : "down");
    assertThat(tested.get("error").asText()).contains(kind.says());
    assertThat(tested.at("/phases/total").asDouble()).isPositive();

    JsonNode created = owner.post("/monitors", monitor(kind)).expect(201).json();
    assertThat(created.toString()).doesNotContain("secret-1");
    String path = "/monitors/" + created.get("id").asText();
    JsonNode checked = owner.post(path + "/check").expect(200).json();
    assertThat(checked.get("error").asText()).contains(kind.says());
    assertThat(owner.put(path, owner.get(path).expect(200).json()).expect(200).json().get("type"))
        .as("sent back as it was shown")
        .isEqualTo(created.get("type"));
  }

  /** Whether this machine may ping is not the program's to say; what it says of it is. */
  @Test
  void pingsOrSaysWhatToChange() {
    JsonNode tested =
        owner
            .post("/monitors/test", monitor(new Kind("ping", Map.of("host", "127.0.0.1"), "")))
            .expect(200)
            .json();
    if (tested.get("outcome").asText().equals("unknown")) {
      assertThat(tested.get("error").asText()).contains("ping_group_range");
    } else {
      assertThat(tested.get("outcome").asText()).isEqualTo("up");
    }
  }
}
