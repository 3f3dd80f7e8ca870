package dev.tocsin.persistence.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.history.RecordedResult;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
  private static final long ENOUGH = TimeUnit.MILLISECONDS.toNanos(2_300);

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void aKilledProcessLosesItsLastSecondAndLeavesNothingToRepair() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RecordingProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> heardAt = new ArrayList<>();
    try (BufferedReader said = process.inputReader()) {
      long begin = 0;
      while (heardAt.isEmpty() || System.nanoTime() - begin < ENOUGH) {
        String line = said.readLine();
        assertThat(line).isNotNull();
        if (line.startsWith(RecordingProcess.SAYS)) {
          assertThat(line).isEqualTo(RecordingProcess.SAYS + heardAt.size());
          heardAt.add(System.nanoTime());
          begin = heardAt.getFirst();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    long killedAt = System.nanoTime();
    process.waitFor();
    long certain =
        heardAt.stream().filter(at -> at < killedAt - TimeUnit.MILLISECONDS.toNanos(1_600)).count();

    try (ResultLog log =
        Samples.open(folder, InstantSource.fixed(RecordingProcess.FIRST.plusSeconds(60)))) {
      List<RecordedResult> found =
          log.read(Samples.monitor(1), Instant.MIN, Instant.MAX, 100_000).results().reversed();

      assertThat(certain).isPositive();
      assertThat(found.size()).isGreaterThanOrEqualTo((int) certain);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i))
            .isEqualTo(
                Samples.recorded(
                    Samples.monitor(1), Samples.up(RecordingProcess.FIRST.plusMillis(i))));
      }
    }
  }
}
