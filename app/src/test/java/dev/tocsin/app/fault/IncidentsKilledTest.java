package dev.tocsin.app.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL while customers are told of incidents; {@code bin/crash incidents} does it more often.
 */
class IncidentsKilledTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whatWasToldIsThereOnce(long seed) throws Exception {
    new IncidentKillRun(seed, folder).run();
  }
}
