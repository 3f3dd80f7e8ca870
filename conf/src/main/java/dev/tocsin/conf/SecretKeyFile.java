package dev.tocsin.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The secret key of a single process, kept beside its data and readable by its owner alone. */
public final class SecretKeyFile {
  private static final String NAME = "secret.key";

  private SecretKeyFile() {}

  /**
   * The key in the data folder; the first time it is generated there.
   *
   * @throws SettingsException where the folder or the file cannot be used
   */
  public static SecretKey readOrCreate(Path dataDir) {
    var file = dataDir.resolve(NAME);
    try {
      if (Files.exists(file)) {
        return SecretKey.parse(Files.readString(file).strip())
            .orElseThrow(
                () ->
                    new SettingsException(
                        file
                            + " does not hold a key of at least 32 bytes; restore it from a backup,"
                            + " or remove it to begin with a new one, after which everyone signs in"
                            + " anew and stored secrets are lost."));
      }
      DataFolder.create(dataDir);
      var key = SecretKey.random();
      write(file, key);
      return key;
    } catch (IOException e) {
      throw new SettingsException(
          file
              + " cannot be read or written ("
              + e
              + "); tocsin.data-dir must be a folder that"
              + " Tocsin may write.",
          e);
    }
  }

  /** Complete or not there at all, and never readable by others, not even for a moment. */
  private static void write(Path file, SecretKey key) throws IOException {
    var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var part =
        posix
            ? Files.createTempFile(file.getParent(), NAME, ".part", ownerOnly)
            : Files.createTempFile(file.getParent(), NAME, ".part");
    Files.write(part, (key.encoded() + "\n").getBytes(StandardCharsets.US_ASCII));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
