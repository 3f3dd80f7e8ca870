package dev.tocsin.app;

import dev.tocsin.conf.ArchiveSettings;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
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

  @Mixin private ServeCommand.Options options = new ServeCommand.Options();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.values().removeIf(String::isBlank); // as good as not there
    environment.putIfAbsent("TOCSIN_DATA_DIR", FOLDER);
    Path folder = Path.of(environment.getOrDefault("TOCSIN_DATA_DIR", FOLDER));
    environment.putIfAbsent("TOCSIN_OWNER_EMAIL", EMAIL);
    try (DemoFolder demo = DemoFolder.open(folder)) {
      return serve(environment, demo);
    }
  }

  private int serve(Map<String, String> environment, DemoFolder folder)
      throws InterruptedException {
    String password =
        environment.computeIfAbsent("TOCSIN_OWNER_PASSWORD", name -> folder.password());
    // it watches itself, on this machine
    environment.putIfAbsent("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow");
    // what it tells its made-up people goes to this machine, and nothing anywhere else
    environment.keySet().removeIf(name -> name.startsWith("TOCSIN_SMTP"));
    var settings = Settings.load(Optional.ofNullable(options.config), environment);
    refuseStoresOfOthers(settings);
    var account = new Demo.Account(environment.getOrDefault("TOCSIN_OWNER_EMAIL", EMAIL), password);
    return ServeCommand.serve(
        settings,
        node -> {
          var pager = SamplePager.open(settings.node().dataDir());
          var demo = new Demo(node, settings.http().bind(), account);
          if (folder.isUnfinished()) {
            demo.make(pager);
            folder.finished();
          }
          demo.beat();
          String anew =
              folder.isAnew()
                  ? "The last start of this demo was cut short; its sample was made anew.\n"
                  : "";
          return anew
              + "This is a demo; its sample organization is kept in %s. Sign in as %s with the password %s"
                  .formatted(settings.node().dataDir(), account.email(), account.password());
        });
  }

  /** All of a demo is in its folder, which is thrown away as a whole. */
  private static void refuseStoresOfOthers(Settings settings) {
    if (settings.database().isPostgres()) {
      throw new SettingsException(
          "A demo has an embedded database of its own; start it without tocsin.db.url"
              + " (TOCSIN_DB_URL).");
    }
    if (!(settings.archive().place() instanceof ArchiveSettings.Folder place)
        || !place.isDefault()) {
      throw new SettingsException(
          "A demo archives its results in its own folder; start it without"
              + " tocsin.results.archive.to (TOCSIN_RESULTS_ARCHIVE_TO).");
    }
  }
}
