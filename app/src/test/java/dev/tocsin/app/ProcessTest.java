package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.app.testing.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users have it: one process, from its start to its end. */
class ProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  @Test
  void saysOnALineOfItsOwnThatItIsReadyAndLittleElse() {
    try (var process = start(Map.of())) {
      var lines = process.output().lines().toList();

      assertThat(lines).contains("Tocsin is ready at " + process.url());
      assertThat(lines).hasSizeLessThan(6);
      assertThat(process.output()).doesNotContain("WARN", "Exception", "\tat ");
      assertThat(process.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void endsInOrderWhenItIsTold() {
    try (var process = start(Map.of())) {
      assertThat(process.terminate(PATIENCE)).isZero();
      assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  @Test
  void startsAgainAfterItWasKilled() {
    try (var process = start(Map.of())) {
      process.kill();
    }
    try (var process = start(Map.of())) {
      assertThat(process.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void writesJsonWhereThatIsAskedFor() throws Exception {
    try (var process = start(Map.of("TOCSIN_LOG_FORMAT", "json", "TOCSIN_LOG_LEVEL", "debug"))) {
      process.terminate(PATIENCE);
      for (var line : process.output().lines().toList()) {
        if (!line.startsWith("Tocsin is ready")) {
          assertThat(new ObjectMapper().readTree(line).get("level")).isNotNull();
        }
      }
    }
  }

  @Test
  void writesNoSecretWhateverTheLevel() {
    var more = new HashMap<>(ApiClient.OWNER);
    more.put("TOCSIN_LOG_LEVEL", "trace");
    more.put("TOCSIN_SECRET_KEY", "the secret key of this installation");
    try (var process = start(more);
        var targets = new Targets(1)) {
      var api = ApiClient.signIn(process.url());
      var token = api.post("/tokens", ApiClient.object().put("name", "t").put("role", "viewer"));
      var monitor = ApiClient.object().put("name", "m").put("type", "http");
      var http = monitor.putObject("http").put("url", targets.url(0) + "?key=in-the-query");
      http.putObject("auth").putObject("basic").put("user", "u").put("password", "of-the-target");
      http.putObject("headers").put("X-Key", "of-the-header");
      var id = api.post("/monitors", monitor).ok().path("id").textValue();
      api.post("/monitors/" + id + "/check").ok();
      process.terminate(PATIENCE);

      assertThat(process.output())
          .doesNotContain(
              ApiClient.PASSWORD,
              "the secret key of this installation",
              token.ok().path("token").textValue(),
              "of-the-target",
              "of-the-header",
              "in-the-query");
    }
  }

  @Test
  void aWrongVariableEndsItWithOneSentence() {
    try (var process = TocsinProcess.start(Map.of("TOCSIN_PROT", "1"))) {
      assertThat(process.await(PATIENCE)).isEqualTo(1);
      assertThat(process.output())
          .isEqualTo(
              "Tocsin does not start: The environment variable TOCSIN_PROT is not a setting; it may"
                  + " be meant to be TOCSIN_PORT.\n");
    }
  }

  @Test
  void aFileThatHoldsNoAuthoritiesEndsItWithOneSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("authorities.pem"), "none");
    Map<String, String> environment =
        Map.of(
            "TOCSIN_PORT",
            "0",
            "TOCSIN_DATA_DIR",
            folder.toString(),
            "TOCSIN_CHECKS_AUTHORITIES",
            file.toString());
    try (var process = TocsinProcess.start(environment)) {
      assertThat(process.await(PATIENCE)).isEqualTo(1);
      assertThat(process.output())
          .isEqualTo(
              "Tocsin does not start: tocsin.checks.authorities: "
                  + file
                  + " cannot be read as certificates in PEM.\n");
    }
  }

  private TocsinProcess start(Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.toString());
    environment.putAll(more);
    return TocsinProcess.start(environment).awaitReady(PATIENCE);
  }
}
