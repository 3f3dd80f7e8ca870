package dev.tocsin.persistence.results;

import dev.tocsin.history.Recorder;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.CheckResult;
import java.time.Duration;

/** One monitor's way into the log: a hundred thousand of them live on a node. */
final class MonitorRecorder implements Recorder {
  private final ResultLog log;
  private final MonitorRef monitor;

  /** Which file knows the monitor by {@link #number}; both are the writing thread's. */
  private int segment = -1;

  private int number;

  MonitorRecorder(ResultLog log, MonitorRef monitor) {
    this.log = log;
    this.monitor = monitor;
  }

  @Override
  public void record(CheckResult result, Duration nextWithin) {
    log.take(
        new Entry(
            this,
            result.at().toEpochMilli(),
            result.outcome(),
            result.error(),
            result.phases(),
            nextWithin.toMillis()));
  }

  MonitorRef monitor() {
    return monitor;
  }

  /** The number in that file; -1 where it does not know the monitor. */
  int numberIn(int file) {
    return segment == file ? number : -1;
  }

  void numbered(int file, int given) {
    segment = file;
    number = given;
  }
}
