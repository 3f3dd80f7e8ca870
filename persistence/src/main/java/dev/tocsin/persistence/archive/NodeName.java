package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this node calls itself in the archive: for as long as its data folder lives, whatever the
 * machine is called. It is looked up when it is needed: a disk that is full or broken then keeps
 * nothing but the archive waiting.
 */
final class NodeName {
  private static final String RIGHT = "[a-z0-9][a-z0-9-]{0,79}";
  private static final int RANDOM_BYTES = 5;

  private final Source source;
  private volatile @Nullable String known;

  @FunctionalInterface
  private interface Source {
    String name() throws IOException;
  }

  private NodeName(Source source, @Nullable String known) {
    this.source = source;
    this.known = known;
  }

  static NodeName of(String name) {
    return new NodeName(() -> name, name);
  }

  /** The name in {@code results/node} of the data folder; the first time it is made up there. */
  static NodeName in(Path dataDir, String region) {
    return new NodeName(() -> readOrCreate(dataDir, region), null);
  }

  /**
   * Looks it up the first time, and again as long as that fails.
   *
   * @throws IOException where the file cannot be read or written, or holds no name
   */
  synchronized String get() throws IOException {
    String name = known;
    if (name == null) {
      name = source.name();
      known = name;
    }
    return name;
  }

  /** Empty where it could not be looked up yet. */
  Optional<String> known() {
    return Optional.ofNullable(known);
  }

  private static String readOrCreate(Path dataDir, String region) throws IOException {
    Path file = dataDir.resolve("results").resolve("node");
    try {
      if (Files.exists(file)) {
        String name = Files.readString(file).strip();
        if (!name.matches(RIGHT)) {
          throw new IOException(
              "it holds no name; restore it from a backup, or remove it to begin with a new one");
        }
        return name;
      }
      byte[] random = new byte[RANDOM_BYTES];
      new SecureRandom().nextBytes(random);
      String name = region + "-" + HexFormat.of().formatHex(random);
      write(file, name);
      return name;
    } catch (IOException failed) {
      throw new IOException(
          "the node's name in " + file + " cannot be read or written (" + failed.getMessage() + ")",
          failed);
    }
  }

  private static void write(Path file, String name) throws IOException {
    Path part = file.resolveSibling("node.part");
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(part, name + "\n");
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
