package dev.tocsin.conf;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses and networks as text. */
final class Networks {
  private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";
  private static final String IPV6 = "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

  private Networks() {}

  /** Whether it is an address, or a network such as 10.0.0.0/8; all addresses are no network. */
  static boolean isValid(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    if (!address.matches(IPV4) && !address.matches(IPV6)) {
      return false;
    }
    try {
      var most = InetAddress.ofLiteral(address) instanceof Inet6Address ? 128 : 32;
      return slash < 0 || isPrefix(text.substring(slash + 1), most);
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static boolean isPrefix(String text, int most) {
    return text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= most;
  }
}
