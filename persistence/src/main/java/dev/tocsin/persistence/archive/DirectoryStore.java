package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files of one folder, which several processes may share. A file appears under its name
 * by a rename, after the disk has it.
 */
final class DirectoryStore implements ArchiveStore {
  private static final String HIDDEN = ".";
  private static final String PART = ".part";

  /** So often a folder may vanish under a writer: another process removes those that are empty. */
  private static final int ATTEMPTS = 5;

  private final Path root;

  DirectoryStore(Path root) {
    this.root = root;
  }

  @Override
  public String place() {
    return "the folder " + root;
  }

  @Override
  public void put(String name, Path content) throws IOException {
    Path target = root.resolve(name);
    Path folder = parent(target);
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          Files.createDirectories(folder);
          write(target, folder, content);
          return;
        } catch (NoSuchFileException vanished) {
          if (attempt == ATTEMPTS) {
            throw vanished;
          }
        }
      }
    } catch (IOException failed) {
      throw away("written", failed);
    }
  }

  private static void write(Path target, Path folder, Path content) throws IOException {
    String own = HIDDEN + target.getFileName() + HIDDEN;
    for (Path left : files(folder, own)) {
      Files.deleteIfExists(left);
    }
    Path part = folder.resolve(own + UUID.randomUUID() + PART);
    try {
      Files.copy(content, part);
      force(part, StandardOpenOption.WRITE);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  @Override
  public Optional<byte[]> get(String name, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > most) {
        throw new BrokenObjectException("The object " + name + " is too large.", null);
      }
      return Optional.of(read(channel, name, 0, (int) size));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (BrokenObjectException broken) {
      throw broken;
    } catch (IOException failed) {
      throw unread(name, failed);
    }
  }

  @Override
  public Optional<byte[]> range(String name, long offset, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.READ)) {
      return Optional.of(read(channel, name, offset, length));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (BrokenObjectException broken) {
      throw broken;
    } catch (IOException failed) {
      throw unread(name, failed);
    }
  }

  /** One file that is there and cannot be read does not make the folder one that cannot. */
  private IOException unread(String name, IOException failed) {
    boolean ofThisAlone =
        !(failed instanceof ClosedByInterruptException) && Files.isRegularFile(root.resolve(name));
    return ofThisAlone
        ? new UnreadableObjectException(
            "The object " + name + " cannot be read (" + reason(failed) + ").", failed)
        : away("read", failed);
  }

  private byte[] read(FileChannel channel, String name, long offset, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, offset + buffer.position());
      if (read < 0) {
        throw new BrokenObjectException("The object " + name + " is cut short.", null);
      }
    }
    return buffer.array();
  }

  @Override
  public List<String> names(String folder) throws IOException {
    try {
      List<String> names = new ArrayList<>();
      for (Path file : files(root.resolve(folder), null)) {
        names.add(file.getFileName() + (Files.isDirectory(file) ? "/" : ""));
      }
      names.sort(null);
      return names;
    } catch (IOException failed) {
      throw away("read", failed);
    }
  }

  @Override
  public List<String> within(String folder) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : names(folder)) {
      if (name.endsWith("/")) {
        found.addAll(within(folder + name));
      } else {
        found.add(folder + name);
      }
    }
    return found;
  }

  /**
   * @param hiddenPrefix null: those that are not hidden
   */
  private static List<Path> files(Path folder, @Nullable String hiddenPrefix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (hiddenPrefix == null ? !name.startsWith(HIDDEN) : name.startsWith(hiddenPrefix)) {
          found.add(file);
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (NotDirectoryException aFile) {
      throw new NotDirectoryException(folder + " is not a folder");
    }
    return found;
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = root.resolve(name);
    try {
      Files.deleteIfExists(file);
      for (Path folder = parent(file); !folder.equals(root); folder = parent(folder)) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException stillInUse) {
      // and so are those above it
    } catch (IOException failed) {
      throw away("written", failed);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no folder");
    }
    return parent;
  }

  private StoreAwayException away(String verb, IOException failed) {
    return new StoreAwayException(
        "The archive in " + place() + " cannot be " + verb + " (" + reason(failed) + ").", failed);
  }

  private static String reason(IOException failed) {
    return failed instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : failed.getClass().getSimpleName()
            + (failed.getMessage() == null ? "" : ": " + failed.getMessage());
  }

  @Override
  public void close() {}
}
