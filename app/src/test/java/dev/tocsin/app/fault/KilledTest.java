package dev.tocsin.app.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL at any moment on the embedded database; {@code bin/crash} does it more often. */
class KilledTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5})
  void losesDoublesAndRedatesNothing(long seed) throws Exception {
    new KillRun(seed, folder).run();
  }
}
