package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What this node calls itself in the archive: for as long as its data folder lives, whatever the
 * machine is called.
 */
final class NodeName {
  private static final String RIGHT = "[a-z0-9][a-z0-9-]{0,79}";
  private static final int RANDOM_BYTES = 5;

  private NodeName() {}

  /**
   * The name in {@code results/node} of the data folder; the first time it is made up there.
   *
   * @throws UncheckedIOException where the file cannot be read or written, or holds no name
   */
  static String readOrCreate(Path dataDir, String region) {
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
      throw new UncheckedIOException(
          "The node's name in "
              + file
              + " cannot be read or written ("
              + failed.getMessage()
              + ").",
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
