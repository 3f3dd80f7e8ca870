package dev.tocsin.conf;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of this process: its database holds password hashes, so it is nobody else's. */
public final class DataFolder {
  private DataFolder() {}

  /**
   * Creates the folder, for its owner alone where the file system knows owners. One that is there
   * stays as it is: whoever made it chose who may read it.
   *
   * @throws SettingsException where it cannot be created
   */
  public static void create(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        createOwn(folder);
      }
    } catch (IOException e) {
      throw new SettingsException(
          "The data folder "
              + folder
              + " cannot be created ("
              + e
              + "); tocsin.data-dir must be a folder that Tocsin may write.",
          e);
    }
  }

  private static void createOwn(Path folder) throws IOException {
    var parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException exists) {
      if (!Files.isDirectory(folder)) {
        throw exists;
      }
    }
  }
}
