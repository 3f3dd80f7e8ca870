package dev.tocsin.app.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while subscribers are told of an update; {@code bin/crash} does it with 10,000. */
class SubscribersKilledTest {
  @TempDir Path folder;

  @Test
  void everybodyIsToldAndFewAreToldTwice() {
    new SubscriberKillRun(1, 500, folder).run();
  }
}
