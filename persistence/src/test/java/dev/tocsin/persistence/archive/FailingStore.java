package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder that fails when a test says so. */
final class FailingStore implements ArchiveStore {
  private final ArchiveStore store;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int failAt = Integer.MAX_VALUE;
  private volatile boolean away;
  private volatile CountDownLatch holds = new CountDownLatch(0);

  FailingStore(Path folder) {
    this.store = new DirectoryStore(folder);
  }

  void away(boolean isAway) {
    away = isAway;
  }

  /** The call with that number from now on fails, and each after it: as where the process died. */
  void dieAt(int call) {
    calls.set(0);
    failAt = call;
  }

  /** Calls hang until the latch is open. */
  void hang(CountDownLatch until) {
    holds = until;
  }

  int calls() {
    return calls.get();
  }

  private void call() throws IOException {
    try {
      holds.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
    if (calls.incrementAndGet() >= failAt || away) {
      throw new StoreAwayException("The archive is away.", new IOException("told to"));
    }
  }

  @Override
  public String place() {
    return store.place();
  }

  @Override
  public void put(String name, Path content) throws IOException {
    call();
    store.put(name, content);
  }

  @Override
  public Optional<byte[]> get(String name, int most) throws IOException {
    call();
    return store.get(name, most);
  }

  @Override
  public Optional<byte[]> range(String name, long offset, int length) throws IOException {
    call();
    return store.range(name, offset, length);
  }

  @Override
  public List<String> names(String folder) throws IOException {
    call();
    return store.names(folder);
  }

  @Override
  public List<String> within(String folder) throws IOException {
    call();
    return store.within(folder);
  }

  @Override
  public void delete(String name) throws IOException {
    call();
    store.delete(name);
  }

  @Override
  public void close() {}
}
