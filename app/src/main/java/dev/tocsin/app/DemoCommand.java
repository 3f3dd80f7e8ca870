package dev.tocsin.app;

import dev.tocsin.conf.DataFolder;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code tocsin demo}: serves, with a sample organization that really runs, in a data folder of its
 * own.
 */
@Command(
    name = "demo",
    description = "Serves a sample organization that really runs, in a data folder of its own.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class)
final class DemoCommand implements Callable<Integer> {
  private static final String FOLDER = "./data/demo";
  private static final String EMAIL = "demo@example.com";
  private static final String PASSWORD_FILE = "demo-password";
  private static final int PASSWORD_DIGITS = 24;

  @Mixin private ServeCommand.Options options = new ServeCommand.Options();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.values().removeIf(String::isBlank); // as good as not there
    environment.putIfAbsent("TOCSIN_DATA_DIR", FOLDER);
    Path folder = Path.of(environment.getOrDefault("TOCSIN_DATA_DIR", FOLDER));
    environment.putIfAbsent("TOCSIN_OWNER_EMAIL", EMAIL);
    refuseOthers(folder);
    String own = password(folder); // also says whose folder it is
    String password = environment.computeIfAbsent("TOCSIN_OWNER_PASSWORD", name -> own);
    // it watches itself, on this machine
    environment.putIfAbsent("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow");
    var settings = Settings.load(Optional.ofNullable(options.config), environment);
    if (settings.database().isPostgres()) {
      throw new SettingsException(
          "A demo has an embedded database of its own; start it without tocsin.db.url"
              + " (TOCSIN_DB_URL).");
    }
    var account = new Demo.Account(environment.getOrDefault("TOCSIN_OWNER_EMAIL", EMAIL), password);
    return ServeCommand.serve(
        settings,
        node -> {
          var demo = new Demo(node, settings.http().bind(), account);
          demo.begin();
          return "This is a demo; its sample organization is kept in %s. Sign in as %s with the password %s"
              .formatted(settings.node().dataDir(), account.email(), account.password());
        });
  }

  /** A folder with anything in it is a demo's, or none of a demo's business. */
  private static void refuseOthers(Path folder) {
    if (Files.exists(folder.resolve(PASSWORD_FILE)) || !Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new SettingsException(
            folder + " holds something else than a demo; name an empty folder in TOCSIN_DATA_DIR.");
      }
    } catch (IOException e) {
      throw new SettingsException(folder + " cannot be read (" + e + ").", e);
    }
  }

  /** One for each folder: a demo can be reached from elsewhere. */
  private static String password(Path folder) {
    Path file = folder.resolve(PASSWORD_FILE);
    try {
      if (!Files.exists(file)) {
        DataFolder.create(folder);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
          Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, random() + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new SettingsException(
          file
              + " cannot be read or written ("
              + e
              + "); TOCSIN_DATA_DIR must be a folder that"
              + " Tocsin may write.",
          e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[PASSWORD_DIGITS / 2];
    new SecureRandom().nextBytes(bytes);
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      text.append(String.format(Locale.ROOT, "%02x", each));
    }
    return text.toString();
  }
}
