package dev.tocsin.history;

import dev.tocsin.probe.CheckResult;
import java.time.Duration;

/** Where one monitor leaves its results. Called on the monitor's own thread; never blocks. */
@FunctionalInterface
public interface Recorder {
  Recorder NONE = (result, nextWithin) -> {};

  /**
   * @param nextWithin as in {@link RecordedResult#nextWithin}
   */
  void record(CheckResult result, Duration nextWithin);
}
