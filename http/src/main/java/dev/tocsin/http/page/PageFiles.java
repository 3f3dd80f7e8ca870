package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Public pages on disk, one file each, so that a node that starts without a database has them.
 * Files are named by id, never by what a person chose, and appear whole or not at all. Writing
 * happens a moment later, the newest snapshot of each page alone; what fails is repeated.
 */
final class PageFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PageFiles.class);
  private static final String ENDING = ".page";
  private static final String FORM = "tocsin-page-2";

  /** The page alone, its bytes to the end of the file. */
  private static final String OLD_FORM = "tocsin-page-1";

  private static final String DAMAGED = "It is damaged.";
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Path folder;
  private final Executor blocking;
  private final Duration delay;
  private final PageMetrics metrics;

  /** What is to be done by page: empty deletes. */
  private final Map<PageKey, Optional<PageSnapshot>> waiting = new ConcurrentHashMap<>();

  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param folder made where it is missing
   * @param blocking may wait for the disk
   * @param delay in which several changes become one writing
   */
  PageFiles(Path folder, Executor blocking, Duration delay, PageMetrics metrics) {
    this.folder = folder;
    this.blocking = blocking;
    this.delay = delay;
    this.metrics = metrics;
  }

  /** All that can be read; the rest is named in the log and left out. Blocks. */
  List<PageSnapshot> load() {
    List<PageSnapshot> pages = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return pages;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
        try {
          pages.add(read(file));
        } catch (IOException unreadable) {
          log.warn("The page in {} is left out: {}", file, unreadable.toString());
        }
      }
    } catch (IOException unreadable) {
      log.warn("The pages in {} cannot be read: {}", folder, unreadable.toString());
    }
    return pages;
  }

  void write(PageSnapshot snapshot) {
    waiting.put(snapshot.key(), Optional.of(snapshot));
    schedule(delay);
  }

  void delete(PageKey key) {
    waiting.put(key, Optional.empty());
    schedule(delay);
  }

  /** Writes what waits, at once. Blocks. */
  @Override
  public void close() {
    drain();
  }

  private void schedule(Duration after) {
    if (scheduled.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, blocking)
          .execute(
              () -> {
                scheduled.set(false);
                drain();
              });
    }
  }

  private synchronized void drain() {
    boolean failed = false;
    for (PageKey key : List.copyOf(waiting.keySet())) {
      Optional<PageSnapshot> wanted = waiting.remove(key);
      if (wanted == null) {
        continue;
      }
      try {
        carryOut(key, wanted);
      } catch (IOException unwritable) {
        log.warn(
            "Page {} is not on disk and is tried again: {}", key.page(), unwritable.toString());
        metrics.failedWrites.increment();
        waiting.putIfAbsent(key, wanted);
        failed = true;
      }
    }
    if (failed) {
      schedule(AGAIN);
    }
  }

  private void carryOut(PageKey key, Optional<PageSnapshot> wanted) throws IOException {
    Path file = folder.resolve(key.page() + ENDING);
    if (wanted.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Files.createDirectories(folder);
    Path unfinished = folder.resolve(key.page() + ".new");
    PageSnapshot snapshot = wanted.get();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      out.writeUTF(FORM);
      out.writeUTF(key.organization().toString());
      out.writeUTF(key.page().toString());
      out.writeUTF(snapshot.slug());
      out.writeLong(snapshot.version());
      out.writeLong(snapshot.renderedAt().toEpochMilli());
      write(out, snapshot.body());
      out.writeInt(snapshot.below().size());
      for (Map.Entry<String, ReadyBody> below : snapshot.below().entrySet()) {
        out.writeUTF(below.getKey());
        write(out, below.getValue());
      }
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(DataOutputStream out, ReadyBody body) throws IOException {
    byte[] gzip = body.gzip().toArrayUnsafe();
    out.writeUTF(body.tag());
    out.writeInt(gzip.length);
    out.write(gzip);
  }

  private static PageSnapshot read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      String form = in.readUTF();
      if (!form.equals(FORM) && !form.equals(OLD_FORM)) {
        throw new IOException("It is not in the form of this version.");
      }
      PageKey key =
          new PageKey(new OrganizationId(id(in.readUTF())), new StatusPageId(id(in.readUTF())));
      String slug = in.readUTF();
      long version = in.readLong();
      Instant renderedAt = Instant.ofEpochMilli(in.readLong());
      if (form.equals(OLD_FORM)) {
        ReadyBody body = body(in.readUTF(), in.readAllBytes());
        return new PageSnapshot(key, slug, version, renderedAt, body, Map.of());
      }
      String tag = in.readUTF();
      ReadyBody body = body(tag, gzip(in));
      Map<String, ReadyBody> below = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String path = in.readUTF();
        below.put(path, below(path, in));
      }
      return new PageSnapshot(key, slug, version, renderedAt, body, below);
    }
  }

  private static ReadyBody below(String path, DataInputStream in) throws IOException {
    String tag = in.readUTF();
    byte[] gzip = gzip(in);
    return whole(tag, ReadyBody.packed(PageForm.of(path).kind(), unpack(gzip), gzip));
  }

  private static byte[] gzip(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException(DAMAGED);
    }
    return in.readNBytes(length);
  }

  private static ReadyBody body(String tag, byte[] gzip) throws IOException {
    return whole(
        tag, ReadyBody.of(PageRenderer.HTML, unpack(gzip), gzip, PageRenderer.CACHE_CONTROL));
  }

  private static ReadyBody whole(String tag, ReadyBody body) throws IOException {
    if (!body.tag().equals(tag)) {
      throw new IOException(DAMAGED);
    }
    return body;
  }

  private static byte[] unpack(byte[] gzip) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static UUID id(String text) throws IOException {
    return Ids.parse(text).orElseThrow(() -> new IOException(DAMAGED));
  }
}
