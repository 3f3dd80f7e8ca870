package dev.tocsin.conf;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this node's checks may do.
 *
 * @param maxInFlight checks under way at once on this node
 * @param perHost checks under way at once towards one target host
 * @param authorities certificates in PEM that are trusted beside the JVM's; empty: none
 * @param rdapBootstrap where the list of RDAP servers is; http or https
 */
public record CheckSettings(
    PrivateTargets privateTargets,
    int maxInFlight,
    int perHost,
    Optional<Path> authorities,
    URI rdapBootstrap) {
  /** Whether private and loopback addresses may be checked. */
  public enum PrivateTargets {
    /** Allowed while sign-up is closed. */
    AUTO,
    ALLOW,
    REFUSE
  }

  static CheckSettings read(SettingsReader reader) {
    return new CheckSettings(
        reader.choice("tocsin.checks.private-targets", PrivateTargets.class),
        reader.integer("tocsin.checks.max-in-flight", 1, 100_000),
        reader.integer("tocsin.checks.per-host", 1, 100_000),
        reader.file("tocsin.checks.authorities"),
        rdapBootstrap(reader));
  }

  private static URI rdapBootstrap(SettingsReader reader) {
    var key = "tocsin.checks.rdap-bootstrap";
    try {
      var uri = new URI(reader.text(key));
      var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException notAUrl) {
      // the sentence below says it
    }
    throw reader.wrong(key, "a URL like https://data.iana.org/rdap/dns.json");
  }

  /** The decision for an installation. */
  public boolean allowsPrivateTargets(TenancySettings tenancy) {
    return switch (privateTargets) {
      case AUTO -> tenancy.signUp() == TenancySettings.SignUp.CLOSED;
      case ALLOW -> true;
      case REFUSE -> false;
    };
  }
}
