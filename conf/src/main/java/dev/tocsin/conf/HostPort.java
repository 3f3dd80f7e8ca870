package dev.tocsin.conf;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A network address.
 *
 * @param host a name or an address; IPv6 without brackets
 */
public record HostPort(String host, int port) {

  /** Reads {@code host:port} and {@code [v6]:port}; empty where it is neither. */
  public static Optional<HostPort> parse(String text) {
    var colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    var port = Integer.parseInt(text.substring(colon + 1));
    var host = text.substring(0, colon);
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    var ambiguous = bare.contains(":") && bare.length() == host.length();
    return port < 1 || port > 65_535 || ambiguous || !isHost(bare)
        ? Optional.empty()
        : Optional.of(new HostPort(bare, port));
  }

  static boolean isHost(String text) {
    return text.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?")
        || literal(text).isPresent();
  }

  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  static boolean isWildcard(String host) {
    return literal(host).map(InetAddress::isAnyLocalAddress).orElse(false);
  }

  /** Never asks a name server. */
  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException aName) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
