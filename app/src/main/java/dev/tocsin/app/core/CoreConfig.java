package dev.tocsin.app.core;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.tocsin.conf.ClusterSettings.TlsFiles;
import dev.tocsin.conf.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The clustered system's configuration: application.conf, and over it what the settings decide. */
final class CoreConfig {
  private static final String ARTERY = "pekko.remote.artery.";
  private static final String RESOLVER = "pekko.cluster.split-brain-resolver.";

  private CoreConfig() {}

  /**
   * @param more where the journal is, and whatever else is decided when the process starts
   */
  static Config of(Settings settings, Config more) {
    var values = new LinkedHashMap<String, Object>();
    if (settings.database().isPostgres()) {
      values.put(ARTERY + "canonical.hostname", settings.cluster().host());
      values.put(ARTERY + "canonical.port", settings.cluster().port());
      values.put(RESOLVER + "active-strategy", "lease-majority");
      settings.cluster().tls().ifPresent(files -> tls(files, values));
    } else {
      values.put(ARTERY + "canonical.hostname", "127.0.0.1");
      values.put(ARTERY + "canonical.port", 0);
    }
    var config = ConfigFactory.empty();
    for (var value : values.entrySet()) {
      config =
          config.withValue(
              value.getKey(), ConfigValueFactory.fromAnyRef(value.getValue(), "settings"));
    }
    return ConfigFactory.load(
        config.withFallback(more).withFallback(ConfigFactory.parseResources("application.conf")));
  }

  /**
   * Mutual: each side shows a certificate of the authority. Files are read anew when they change.
   */
  private static void tls(TlsFiles files, Map<String, Object> values) {
    var engine = ARTERY + "ssl.rotating-keys-engine.";
    values.put(ARTERY + "transport", "tls-tcp");
    values.put(
        ARTERY + "ssl.ssl-engine-provider",
        "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
    values.put(engine + "key-file", Objects.toString(files.key()));
    values.put(engine + "cert-file", Objects.toString(files.certificate()));
    values.put(engine + "ca-cert-file", Objects.toString(files.authority()));
  }
}
