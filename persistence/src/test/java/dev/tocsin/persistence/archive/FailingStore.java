package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage in memory that fails, and loses what it has, when a test says so. */
final class FailingStore implements ArchiveStore {
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int failAt = Integer.MAX_VALUE;
  private volatile boolean away;
  private volatile CountDownLatch holds = new CountDownLatch(0);

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

  byte[] content(String name) {
    return objects.get(name);
  }

  void replace(String name, byte[] content) {
    objects.put(name, content);
  }

  void lose(String name) {
    objects.remove(name);
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
    return "memory";
  }

  @Override
  public void put(String name, Path content) throws IOException {
    call();
    objects.put(name, Files.readAllBytes(content));
  }

  @Override
  public Optional<byte[]> get(String name, int most) throws IOException {
    call();
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public Optional<byte[]> range(String name, long offset, int length) throws IOException {
    call();
    byte[] object = objects.get(name);
    if (object != null && object.length < offset + length) {
      throw new BrokenObjectException("The object " + name + " is cut short.", null);
    }
    return Optional.ofNullable(object)
        .map(bytes -> Arrays.copyOfRange(bytes, (int) offset, (int) offset + length));
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return within(folder).stream()
        .map(name -> name.substring(folder.length()))
        .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name)
        .distinct()
        .toList();
  }

  @Override
  public List<String> within(String folder) throws IOException {
    call();
    return objects.keySet().stream().filter(name -> name.startsWith(folder)).toList();
  }

  @Override
  public void delete(String name) throws IOException {
    call();
    objects.remove(name);
  }

  @Override
  public void close() {}
}
