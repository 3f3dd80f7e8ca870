package dev.tocsin.app;

import dev.tocsin.conf.DataFolder;
import dev.tocsin.conf.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of a demo, and of nothing else. While its sample is made a file says that it is
 * not finished, and the process that makes it holds the lock of that file: who finds the file
 * without its lock finds what a start left that was cut short, and nobody has used.
 */
final class DemoFolder implements AutoCloseable {
  private static final String PASSWORD = "demo-password";
  private static final String UNFINISHED = "demo-unfinished";
  private static final int PASSWORD_BYTES = 12;

  private final Path folder;
  private final String password;
  private final boolean isAnew;

  /** Open while the sample is not finished: its lock is on it. */
  private @Nullable FileChannel mark;

  private DemoFolder(Path folder, String password, boolean isAnew, @Nullable FileChannel mark) {
    this.folder = folder;
    this.password = password;
    this.isAnew = isAnew;
    this.mark = mark;
  }

  /**
   * Opens it, as an empty one where there is none or one that is not finished.
   *
   * @throws SettingsException where it is not a demo's, or cannot be used
   */
  static DemoFolder open(Path folder) {
    try {
      DataFolder.create(folder);
      while (true) {
        boolean isMarked = Files.exists(folder.resolve(UNFINISHED));
        if (!isMarked && Files.exists(folder.resolve(PASSWORD))) {
          return new DemoFolder(folder, password(folder), false, null);
        }
        if (!isMarked && !isEmpty(folder)) {
          throw new SettingsException(
              folder
                  + " holds something else than a demo; name an empty folder in TOCSIN_DATA_DIR.");
        }
        FileChannel mark = lock(folder, isMarked);
        if (mark != null) {
          clear(folder);
          return new DemoFolder(folder, password(folder), isMarked, mark);
        }
      }
    } catch (IOException e) {
      throw new SettingsException(
          folder
              + " cannot be read or written ("
              + e
              + "); TOCSIN_DATA_DIR must be a folder that Tocsin may write.",
          e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Null where another process has finished, or begun, just now. */
  private static @Nullable FileChannel lock(Path folder, boolean isMarked) throws IOException {
    Path file = folder.resolve(UNFINISHED);
    OpenOption how = isMarked ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW;
    FileChannel mark;
    try {
      mark = FileChannel.open(file, StandardOpenOption.WRITE, how);
    } catch (NoSuchFileException | FileAlreadyExistsException changed) {
      return null;
    }
    boolean isOurs = false;
    try {
      lock(mark, folder);
      isOurs = Files.exists(file); // deleted before it was locked: what is there is whole
    } finally {
      if (!isOurs) {
        mark.close();
      }
    }
    return isOurs ? mark : null;
  }

  private static void lock(FileChannel mark, Path folder) throws IOException {
    try {
      if (mark.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      // as that of another
    }
    throw new SettingsException(
        "Another process is making a demo in "
            + folder
            + "; wait for it, or name another folder in TOCSIN_DATA_DIR.");
  }

  /** Whoever may have been told the password keeps it. */
  private static void clear(Path folder) throws IOException {
    List<Path> keep = List.of(folder, folder.resolve(UNFINISHED), folder.resolve(PASSWORD));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!keep.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  /** One for each folder: a demo can be reached from elsewhere. */
  private static String password(Path folder) throws IOException {
    Path file = folder.resolve(PASSWORD);
    String known = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!known.isEmpty()) {
      return known;
    }
    if (!Files.exists(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    Files.writeString(file, made + "\n");
    return made;
  }

  String password() {
    return password;
  }

  /** Whether the sample is still to be made. */
  boolean isUnfinished() {
    return mark != null;
  }

  /** Whether another start has begun with it and was cut short. */
  boolean isAnew() {
    return isAnew;
  }

  /** The sample is there. */
  void finished() {
    try {
      Files.deleteIfExists(folder.resolve(UNFINISHED));
    } catch (IOException e) {
      throw new SettingsException(
          folder.resolve(UNFINISHED) + " cannot be deleted (" + e + ").", e);
    }
    close();
  }

  /** What is not finished by then is begun anew by the next start. */
  @Override
  public void close() {
    FileChannel open = mark;
    mark = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new SettingsException(folder + " cannot be written (" + e + ").", e);
      }
    }
  }
}
