package dev.tocsin.conf;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The public port.
 *
 * @param port 0 takes a free one
 * @param publicUrl scheme, host and port without a path; empty where links lead to localhost
 * @param drainTime what answers under way are granted when the process ends; may be zero
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) whose X-Forwarded-For counts
 * @param components whether {@code /_components} is there, for who works on pages
 */
public record HttpSettings(
    String bind,
    int port,
    Optional<URI> publicUrl,
    Duration drainTime,
    List<String> trustedProxies,
    boolean components) {
  static HttpSettings read(SettingsReader reader) {
    return new HttpSettings(
        reader.text("tocsin.bind"),
        port(reader),
        publicUrl(reader),
        reader.duration("tocsin.drain-time", Duration.ZERO, Duration.ofMinutes(10)),
        trustedProxies(reader),
        reader.flag("tocsin.http.components"));
  }

  private static List<String> trustedProxies(SettingsReader reader) {
    var key = "tocsin.trusted-proxies";
    var proxies = reader.list(key);
    for (var proxy : proxies) {
      if (!Networks.isValid(proxy)) {
        throw new SettingsException(
            key
                + " has the entry \""
                + proxy
                + "\""
                + reader.where(key)
                + "; each entry must be an address like 10.0.0.5 or a network like 10.0.0.0/8.");
      }
    }
    return proxies;
  }

  private static int port(SettingsReader reader) {
    var key = "tocsin.port";
    if (reader.text(key).startsWith("tcp://")) {
      throw new SettingsException(
          "TOCSIN_PORT is \""
              + reader.text(key)
              + "\", which Kubernetes sets for a Service named tocsin; set enableServiceLinks: false"
              + " in the pod.");
    }
    return reader.port(key);
  }

  private static Optional<URI> publicUrl(SettingsReader reader) {
    var key = "tocsin.public-url";
    var text = reader.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      var bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
      if (web
          && bare
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException notAUrl) {
      // the sentence below says it
    }
    throw reader.wrong(key, "a URL without a path, like https://status.example.com");
  }

  /**
   * What links begin with.
   *
   * @param boundPort the port that was really taken
   */
  public URI publicUrl(int boundPort) {
    return publicUrl.orElseGet(() -> URI.create("http://localhost:" + boundPort));
  }
}
