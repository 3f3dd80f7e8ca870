package dev.tocsin.app.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL while people are told of outages; {@code bin/crash alerts} does it more often. */
class AlertsKilledTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everybodyIsToldAndNobodyTooOften(long seed) throws Exception {
    new AlertKillRun(seed, folder).run();
  }
}
