package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;

/** This node's log of results, as its monitors see it. */
@FunctionalInterface
public interface ResultSink {
  ResultSink NONE = monitor -> Recorder.NONE;

  Recorder recorder(MonitorRef monitor);
}
