package dev.tocsin.probe.net;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import java.util.Optional;

/**
 * The fields {@code host} and {@code port} of a specification.
 *
 * @param host a name in the letters of DNS, or an address without brackets; see {@link Hosts}
 */
public record Endpoint(String host, int port) {
  private static final Endpoint ANY = new Endpoint("invalid", 1);

  /** Both fields are required. */
  public static Endpoint read(Input input) {
    return read(input, 0);
  }

  /**
   * @param usualPort what is meant where none is given; 0 where one must be
   */
  public static Endpoint read(Input input, int usualPort) {
    Optional<String> written = input.optionalText("host", 253);
    if (!input.has("host")) {
      input.missing("host", "a name such as shop.example or an address");
    }
    Optional<Integer> port = input.integer("port", 1, 65_535);
    if (usualPort == 0 && !input.has("port")) {
      input.missing("port", "a number from 1 to 65535");
    }
    if (written.isEmpty()) {
      return ANY;
    }
    try {
      return new Endpoint(Hosts.parse(written.get()), port.orElse(Math.max(1, usualPort)));
    } catch (IllegalArgumentException wrong) {
      input.fault("host", String.valueOf(wrong.getMessage()));
      return ANY;
    }
  }

  /** A fault where the host is an address that no check would be allowed to ask. */
  public void judge(Input input, AddressPolicy policy) {
    if (policy.judgeLiteral(host, port) instanceof AddressPolicy.Refused(String why)) {
      input.fault("host", why + ". Enter another address.");
    }
  }

  public void write(ObjectNode spec) {
    spec.put("host", host).put("port", port);
  }

  /** {@code shop.example:443}. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
