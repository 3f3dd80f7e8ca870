package dev.tocsin.subscriber;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.http.HttpUrl;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Where a subscriber is told.
 *
 * @param address an e-mail address, or the address that is posted to
 */
public record Destination(Kind kind, String address) {
  /** By which way. */
  public enum Kind {
    EMAIL,
    WEBHOOK,
    SLACK
  }

  /** What it is compared by: two that have the same are one subscriber of a page. */
  public String key() {
    return kind.name() + ' ' + (kind == Kind.EMAIL ? address.toLowerCase(Locale.ROOT) : address);
  }

  /**
   * Whose letters are counted together: of {@code ann+shop@example.com} those to {@code
   * ann@example.com}, which is the same letter box with most servers; of a webhook those to its
   * host, whatever the port and the path.
   */
  public String box() {
    if (kind == Kind.WEBHOOK) {
      return kind.name() + ' ' + host();
    }
    int at = address.lastIndexOf('@');
    int plus = address.indexOf('+');
    return kind == Kind.EMAIL && plus > 0 && plus < at
        ? new Destination(kind, address.substring(0, plus) + address.substring(at)).key()
        : key();
  }

  private String host() {
    String host = HttpUrl.host(URI.create(address)).toLowerCase(Locale.ROOT);
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return AddressPolicy.literal(name).map(InetAddress::getHostAddress).orElse(name);
  }

  /** Nobody is to read it in a log. */
  @Override
  public String toString() {
    return "Destination[" + kind + "]";
  }
}
