package dev.tocsin.probe.net;

import dev.tocsin.probe.AddressPolicy;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names and addresses of hosts as people write them. */
public final class Hosts {
  private static final Pattern LABEL =
      Pattern.compile("(?i)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  /** A host that ends so is an address and never a name, as browsers have it too. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?i)(?:^|\\.)(?:\\d+|0x[0-9a-f]*)$");

  private Hosts() {}

  /**
   * A name, or an address of IPv4 in any of its spellings.
   *
   * @return in lower case and in the letters of DNS; an address in its usual form
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public static String nameOrIpv4(String written) {
    String host;
    try {
      host = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException("The host is not a valid name.", unreadable);
    }
    String name = withoutDot(host);
    if (name.length() > 253 || !hasValidLabels(name)) {
      throw new IllegalArgumentException("The host is not a valid name or address.");
    }
    return ENDS_IN_NUMBER.matcher(name).find() ? readIpv4(name) : host;
  }

  /**
   * A name or an address of either family, IPv6 with or without brackets.
   *
   * @return in lower case and in the letters of DNS, without brackets
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public static String parse(String written) {
    String bare =
        written.startsWith("[") && written.endsWith("]")
            ? written.substring(1, written.length() - 1)
            : written;
    if (bare.indexOf(':') < 0) {
      return nameOrIpv4(written);
    }
    if (AddressPolicy.literal(bare).isEmpty()) {
      throw new IllegalArgumentException(
          "It must be a name such as shop.example or an address, without a port, a path or a zone.");
    }
    return bare.toLowerCase(Locale.ROOT);
  }

  /** A name may end with the dot of the root, which certificates leave out. */
  public static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean hasValidLabels(String name) {
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static String readIpv4(String name) {
    return AddressPolicy.literal(name)
        .orElseThrow(() -> new IllegalArgumentException("The host is not a valid address."))
        .getHostAddress();
  }
}
