package dev.tocsin.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this node meets the others.
 *
 * @param host by which the others reach this one
 * @param port 0 takes a free one
 * @param seeds fixed addresses to join; empty where the database tells
 * @param timeToLive a node unseen for this long counts as away
 * @param forgetAfter a node that is away and answers nothing at all blocks forming for this long
 * @param tls empty on loopback, or where plain text was allowed
 */
public record ClusterSettings(
    String host,
    int port,
    List<HostPort> seeds,
    Duration timeToLive,
    Duration forgetAfter,
    Optional<TlsFiles> tls) {
  private static final String HOST = "tocsin.cluster.host";
  private static final String PORT = "tocsin.cluster.port";
  private static final String SEEDS = "tocsin.cluster.seeds";

  /** PEM files for mutual TLS. */
  public record TlsFiles(Path certificate, Path key, Path authority) {}

  /** A sign of life is given this often. */
  public Duration heartbeat() {
    return timeToLive.dividedBy(3);
  }

  static ClusterSettings read(SettingsReader reader, boolean postgres) {
    if (!postgres) {
      refuseOnEmbedded(reader);
    }
    var host = host(reader);
    var tls = tls(reader);
    var plaintext = reader.flag("tocsin.cluster.allow-plaintext");
    if (postgres && tls.isEmpty() && !plaintext && !HostPort.isLoopback(host)) {
      throw new SettingsException(
          HOST
              + " is \""
              + host
              + "\", which other machines reach; set tocsin.cluster.tls.certificate, key and"
              + " authority, or tocsin.cluster.allow-plaintext = true where the network is encrypted"
              + " itself.");
    }
    return new ClusterSettings(
        host,
        reader.port(PORT),
        seeds(reader),
        reader.duration(
            "tocsin.cluster.time-to-live", Duration.ofSeconds(1), Duration.ofMinutes(5)),
        reader.duration("tocsin.cluster.forget-after", Duration.ofSeconds(1), Duration.ofDays(7)),
        tls);
  }

  private static void refuseOnEmbedded(SettingsReader reader) {
    for (var key : List.of(SEEDS, HOST, PORT)) {
      if (reader.isGiven(key)) {
        throw new SettingsException(
            key
                + " is set"
                + reader.where(key)
                + ", but the embedded database serves one process alone; for a cluster set"
                + " tocsin.db.url (TOCSIN_DB_URL) to a PostgreSQL database, or remove "
                + key
                + ".");
      }
    }
  }

  private static String host(SettingsReader reader) {
    var host = reader.text(HOST);
    if (!HostPort.isHost(host) || HostPort.isWildcard(host)) {
      throw reader.wrong(HOST, "the name or address by which other nodes reach this one");
    }
    return host;
  }

  private static List<HostPort> seeds(SettingsReader reader) {
    return reader.list(SEEDS).stream()
        .map(
            seed ->
                HostPort.parse(seed)
                    .orElseThrow(
                        () ->
                            new SettingsException(
                                SEEDS
                                    + " holds \""
                                    + seed
                                    + "\""
                                    + reader.where(SEEDS)
                                    + "; each entry must be host:port.")))
        .toList();
  }

  private static Optional<TlsFiles> tls(SettingsReader reader) {
    var certificate = reader.file("tocsin.cluster.tls.certificate");
    var key = reader.file("tocsin.cluster.tls.key");
    var authority = reader.file("tocsin.cluster.tls.authority");
    if (certificate.isEmpty() && key.isEmpty() && authority.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty() || authority.isEmpty()) {
      throw new SettingsException(
          "tocsin.cluster.tls needs certificate, key and authority, all three, and one of them is"
              + " not set.");
    }
    return Optional.of(new TlsFiles(certificate.get(), key.get(), authority.get()));
  }
}
