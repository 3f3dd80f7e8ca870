package dev.tocsin.probe.http;

import dev.tocsin.probe.Phases;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The phases of one request as they happen; belongs to one event loop. */
final class PhaseTimes {
  private @Nullable Long dns;
  private @Nullable Long connect;
  private @Nullable Long tls;
  private @Nullable Long firstByte;
  private @Nullable Long body;
  private long mark;

  void resolved(@Nullable Long micros) {
    dns = micros;
  }

  void connected(long micros) {
    connect = micros;
    mark = System.nanoTime();
  }

  void secured() {
    tls = sinceMark();
    mark = System.nanoTime();
  }

  /** The request has left, if the answer was not quicker than the news of it. */
  void sent() {
    if (firstByte == null) {
      mark = System.nanoTime();
    }
  }

  void receiving() {
    if (firstByte == null) {
      firstByte = sinceMark();
      mark = System.nanoTime();
    }
  }

  void received() {
    body = sinceMark();
  }

  boolean isReceiving() {
    return firstByte != null;
  }

  Phases phases(long totalNanos) {
    return new Phases(
        dns, connect, tls, firstByte, body, TimeUnit.NANOSECONDS.toMicros(totalNanos));
  }

  private long sinceMark() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - mark);
  }
}
