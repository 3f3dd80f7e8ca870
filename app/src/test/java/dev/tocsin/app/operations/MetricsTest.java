package dev.tocsin.app.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void whatIsServedPassesPrometheusLinter() throws Exception {
    assumeThat(isInstalled()).as("promtool is installed").isTrue();
    try (var metrics = new Metrics("1.2.3")) {
      var linter =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      try (var input = linter.getOutputStream()) {
        input.write(metrics.scrape().getBytes(StandardCharsets.UTF_8));
      }
      var complaints = new String(linter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(linter.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(complaints).isEmpty();
      assertThat(linter.exitValue()).isZero();
    }
  }

  @Test
  void tellsTheJvmTheProcessAndTheVersion() {
    try (var metrics = new Metrics("1.2.3")) {
      assertThat(metrics.scrape())
          .contains(
              "jvm_memory_used_bytes{",
              "process_cpu_seconds_total ",
              "process_files_open_files ",
              "tocsin_build_info{version=\"1.2.3\"} 1");
    }
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
