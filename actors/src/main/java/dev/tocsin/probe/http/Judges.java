package dev.tocsin.probe.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies on virtual threads, few at a time: each takes a processor and several times the
 * body's size in memory.
 */
final class Judges implements Executor {
  private final Semaphore places;

  Judges(int atOnce) {
    this.places = new Semaphore(atOnce, true);
  }

  @Override
  public void execute(Runnable reading) {
    Thread.ofVirtual()
        .name("tocsin-judge")
        .start(
            () -> {
              places.acquireUninterruptibly();
              try {
                reading.run();
              } finally {
                places.release();
              }
            });
  }
}
