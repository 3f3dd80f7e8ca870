package dev.tocsin.persistence.results;

import dev.tocsin.history.Recorder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Records a result every millisecond, says how far it is, and never ends by itself. */
final class RecordingProcess {
  static final Instant FIRST = Instant.parse("2026-03-01T12:00:00Z");

  static final String SAYS = "recorded ";

  private RecordingProcess() {}

  public static void main(String[] arguments) {
    InstantSource clock = InstantSource.fixed(FIRST.plusSeconds(1));
    PrintStream out = System.out;
    try (ResultLog log = Samples.open(Path.of(arguments[0]), clock)) {
      Recorder recorder = log.recorder(Samples.monitor(1));
      for (int i = 0; ; i++) {
        recorder.record(Samples.up(FIRST.plusMillis(i)), Samples.NEXT_WITHIN);
        out.println(SAYS + i);
        out.flush();
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
