package dev.tocsin.probe;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.util.List;
import java.util.Optional;

/**
 * What addresses are for: the registries of special purpose addresses (RFC 6890 and its successors)
 * and the places where clouds keep their machines' credentials.
 */
final class AddressRanges {
  private record Range(IPAddress block, String what) {}

  private static final String METADATA = "a cloud's metadata service";

  private static final List<Range> FORBIDDEN =
      List.of(
          // AWS, Google Cloud, Azure, Oracle, DigitalOcean, Hetzner, OpenStack and others; .255 is
          // Linode's. AWS keeps its name server and clock beside it
          range("169.254.169.0/24", METADATA),
          // AWS: credentials of containers (.2) and of pods (.23)
          range("169.254.170.0/24", METADATA),
          range("169.254.0.23", METADATA), // Tencent
          range("169.254.42.42", METADATA), // Scaleway
          range("100.100.100.200", METADATA), // Alibaba
          range("100.96.0.96", METADATA), // Volcengine
          range("168.63.129.16", METADATA), // Azure's wire server
          range("192.0.0.192", METADATA), // Oracle
          range("fd00:ec2::/32", METADATA), // AWS
          range("fd20:ce::254", METADATA), // Google Cloud
          range("fd00:42::42", METADATA), // Scaleway
          range("fd00:a9fe:a9fe::/48", METADATA), // Linode
          range("fe80::a9fe:a9fe", METADATA), // OpenStack
          range("0.0.0.0/8", "an unspecified address"),
          range("::", "an unspecified address"),
          range("224.0.0.0/4", "a multicast address"),
          range("ff00::/8", "a multicast address"),
          range("255.255.255.255", "the broadcast address"));

  private static final List<Range> NOT_PUBLIC =
      List.of(
          range("127.0.0.0/8", "a loopback address"),
          range("::1", "a loopback address"),
          range("10.0.0.0/8", "a private address"),
          range("172.16.0.0/12", "a private address"),
          range("192.168.0.0/16", "a private address"),
          range("fc00::/7", "a private address"),
          range("fec0::/10", "a private address"),
          range("169.254.0.0/16", "a link-local address"),
          range("fe80::/10", "a link-local address"),
          range("100.64.0.0/10", "a carrier's internal address"),
          range("198.18.0.0/15", "an address for benchmarks"),
          range("192.0.2.0/24", "an address for documentation"),
          range("198.51.100.0/24", "an address for documentation"),
          range("203.0.113.0/24", "an address for documentation"),
          range("2001:db8::/32", "an address for documentation"),
          range("3fff::/20", "an address for documentation"),
          range("192.0.0.0/24", "a reserved address"),
          range("192.88.99.0/24", "a reserved address"),
          range("240.0.0.0/4", "a reserved address"));

  /** RFC 8215: translation to IPv4 inside a network. */
  private static final IPAddress LOCAL_NAT64 = block("64:ff9b:1::/48");

  private static final IPAddress NAT64 = block("64:ff9b::/96");
  private static final IPAddress TEREDO = block("2001::/32");
  private static final IPAddress PROTOCOLS = block("2001::/23");
  private static final IPAddress GLOBAL_UNICAST = block("2000::/3");

  private AddressRanges() {}

  /** What the address is, where no setting can allow it. */
  static Optional<String> forbidden(IPAddress address) {
    return find(FORBIDDEN, address);
  }

  /** What the address is, where it is not of the public internet. */
  static Optional<String> notPublic(IPAddress address) {
    Optional<String> known = find(NOT_PUBLIC, address);
    return known.isPresent() || address.isIPv4() ? known : notPublic(address.toIPv6());
  }

  static boolean isLocalNat64(IPv6Address address) {
    return LOCAL_NAT64.contains(address);
  }

  /** RFC 5214, 6.1: the interface's half of the address holds an IPv4 address. */
  static boolean isIsatap(IPv6Address address) {
    int scope = address.getSegment(4).getSegmentValue();
    return (scope == 0 || scope == 0x200) && address.getSegment(5).getSegmentValue() == 0x5efe;
  }

  private static Optional<String> notPublic(IPv6Address address) {
    // these are judged by the IPv4 address inside them
    if (address.isIPv4Mapped()
        || address.isIPv4Compatible()
        || address.isIPv4Translatable()
        || NAT64.contains(address)
        || TEREDO.contains(address)) {
      return Optional.empty();
    }
    boolean isPublic = GLOBAL_UNICAST.contains(address) && !PROTOCOLS.contains(address);
    return isPublic ? Optional.empty() : Optional.of("a reserved address");
  }

  private static Optional<String> find(List<Range> ranges, IPAddress address) {
    for (Range range : ranges) {
      if (range.block().contains(address)) {
        return Optional.of(range.what());
      }
    }
    return Optional.empty();
  }

  private static Range range(String block, String what) {
    return new Range(block(block), what);
  }

  private static IPAddress block(String text) {
    return new IPAddressString(text).getAddress().toPrefixBlock();
  }
}
