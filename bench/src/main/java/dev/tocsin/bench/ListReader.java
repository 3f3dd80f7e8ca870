package dev.tocsin.bench;

import java.time.Duration;

/** Asks for the first page of the list of monitors, twenty times a second. */
final class ListReader implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Thread thread;
  private Samples latencies = new Samples();
  private volatile boolean closed;

  ListReader(Api api) {
    thread = Thread.ofPlatform().daemon().start(() -> read(api));
  }

  private void read(Api api) {
    while (!closed) {
      long begin = System.nanoTime();
      try {
        api.getOwn("/api/v1/monitors?limit=50");
      } catch (Exception failed) {
        System.out.println("  | the list was not answered: " + failed);
      }
      add((System.nanoTime() - begin) / 1e6);
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException over) {
        return;
      }
    }
  }

  private synchronized void add(double millis) {
    latencies.add(millis);
  }

  /** In milliseconds, since the last call. */
  synchronized Samples latencies() {
    Samples taken = latencies;
    latencies = new Samples();
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
