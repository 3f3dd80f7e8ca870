package dev.tocsin.probe;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a check may connect to. It is asked with the address that is about to be
 * connected, after the name was resolved and again at each redirect, so that a name which answers
 * differently the second time gains nothing.
 *
 * <p>What it cannot know: that a public address leads back to this machine through a router. Own
 * ports that are open to the world need a firewall.
 */
public final class AddressPolicy {
  /** What is said of an address. */
  public sealed interface Verdict {}

  public record Allowed() implements Verdict {}

  /**
   * @param why one sentence: what the address is, and which setting allows it where one does
   */
  public record Refused(String why) implements Verdict {}

  private static final Allowed ALLOWED = new Allowed();
  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();
  private static final IPAddressStringParameters LITERALS =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowPrefix(false)
          .allowMask(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
          .allowSingleSegment(true)
          .allow_inet_aton(true)
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .getParentBuilder()
          .toParams();

  private final BooleanSupplier privateTargets;
  private final String setting;
  private final Supplier<? extends Collection<InetSocketAddress>> ownEndpoints;

  /**
   * @param privateTargets whether private, loopback and other addresses that are not of the public
   *     internet are allowed
   * @param setting the name of the setting behind {@code privateTargets}, for the sentences
   * @param ownEndpoints Tocsin's own database, cluster and management endpoints. One with an
   *     address of this machine (or the wildcard) closes its port at every address of this machine;
   *     one that is not resolved closes its port everywhere
   */
  public AddressPolicy(
      BooleanSupplier privateTargets,
      String setting,
      Supplier<? extends Collection<InetSocketAddress>> ownEndpoints) {
    this.privateTargets = privateTargets;
    this.setting = setting;
    this.ownEndpoints = ownEndpoints;
  }

  /** Whether this installation belongs to the network that it stands in. */
  public boolean allowsPrivateTargets() {
    return privateTargets.getAsBoolean();
  }

  /** The name of the setting behind {@link #allowsPrivateTargets}. */
  public String setting() {
    return setting;
  }

  /**
   * @param target resolved
   */
  public Verdict judge(InetSocketAddress target) {
    InetAddress address = target.getAddress();
    for (IPAddress form : forms(ADDRESSES.from(address))) {
      Optional<String> forbidden = AddressRanges.forbidden(form);
      if (forbidden.isPresent()) {
        return new Refused(
            "The address %s is %s; Tocsin never connects to it"
                .formatted(text(address), forbidden.get()));
      }
      if (isOwnEndpoint(form.toInetAddress(), target.getPort())) {
        return new Refused(
            "The address %s with port %d is one of Tocsin's own; checks never connect to it"
                .formatted(text(address), target.getPort()));
      }
    }
    return privateTargets.getAsBoolean() ? ALLOWED : judgeAsPublic(address);
  }

  /**
   * For the moment a target is configured: a host that is an address in any of its spellings is
   * judged at once. A name is allowed here and judged when a check has resolved it.
   *
   * @param host without the brackets of IPv6
   */
  public Verdict judgeLiteral(String host, int port) {
    return literal(host)
        .map(address -> judge(new InetSocketAddress(address, port)))
        .orElse(ALLOWED);
  }

  /**
   * The address that a host spells, the odd forms of IPv4 ({@code 127.1}, {@code 0x7f000001},
   * {@code 2130706433}) included; empty where it is a name.
   */
  public static Optional<InetAddress> literal(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    boolean mayBeAddress =
        bare.indexOf(':') >= 0
            || (!bare.isEmpty() && Character.isDigit(bare.charAt(bare.lastIndexOf('.') + 1)));
    if (!mayBeAddress) {
      return Optional.empty();
    }
    @Nullable IPAddress address = new IPAddressString(bare, LITERALS).getAddress();
    // without a colon only IPv4: 32 hexadecimal digits are a name
    return Optional.ofNullable(address)
        .filter(it -> it.isIPv4() || bare.indexOf(':') >= 0)
        .map(it -> unmapped(it.toInetAddress()));
  }

  /** An IPv4 address in the clothes of IPv6 becomes what the system makes of it anyway. */
  private static InetAddress unmapped(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Verdict judgeAsPublic(InetAddress address) {
    for (IPAddress form : forms(ADDRESSES.from(address))) {
      Optional<String> kind = AddressRanges.notPublic(form);
      if (kind.isPresent()) {
        return new Refused(
            "The address %s is %s; this installation connects only to public addresses (%s allows others)"
                .formatted(text(address), kind.get(), setting));
      }
    }
    return ALLOWED;
  }

  private boolean isOwnEndpoint(InetAddress address, int port) {
    for (InetSocketAddress own : ownEndpoints.get()) {
      if (own.getPort() != port) {
        continue;
      }
      if (own.isUnresolved() || own.getAddress().equals(address)) {
        return true;
      }
      if (isLocal(own.getAddress()) && isLocal(address)) {
        return true;
      }
    }
    return false;
  }

  /** Asked only when a port matches, so that the interfaces are seldom listed. */
  private static boolean isLocal(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      // who cannot tell says yes: the worse mistake is to let a check in
      return true;
    }
  }

  /** The address, and every IPv4 address that a router might read out of it. */
  private static List<IPAddress> forms(IPAddress address) {
    List<IPAddress> forms = new ArrayList<>(2);
    forms.add(address);
    if (!address.isIPv6()) {
      return forms;
    }
    IPv6Address wide = address.toIPv6();
    if (wide.isIPv4Mapped()
        || (wide.isIPv4Compatible() && !wide.isLoopback() && !wide.isZero())
        || wide.isIPv4Translatable()
        || wide.isWellKnownIPv4Translatable()
        || AddressRanges.isIsatap(wide)) {
      forms.add(wide.getEmbeddedIPv4Address());
    }
    if (wide.is6To4()) {
      forms.add(wide.get6To4IPv4Address());
    }
    byte[] bytes = wide.getBytes();
    if (wide.isTeredo()) {
      // RFC 4380: the client's address is stored with every bit turned
      forms.add(ADDRESSES.from(embedded(bytes, 0xff, 12, 13, 14, 15)));
    }
    if (AddressRanges.isLocalNat64(wide)) {
      // RFC 6052, 2.2: where the IPv4 address stands depends on a prefix length only the router
      // knows; byte 8 is always skipped
      for (int[] places :
          new int[][] {{6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}, {12, 13, 14, 15}}) {
        byte[] guess = embedded(bytes, 0, places);
        // an unlikely reading full of zeros must not refuse the likely one
        if (guess[0] != 0) {
          forms.add(ADDRESSES.from(guess));
        }
      }
    }
    return forms;
  }

  private static byte[] embedded(byte[] bytes, int turn, int... places) {
    byte[] ipv4 = new byte[4];
    for (int i = 0; i < 4; i++) {
      ipv4[i] = (byte) (bytes[places[i]] ^ turn);
    }
    return ipv4;
  }

  private static String text(InetAddress address) {
    return ADDRESSES.from(address).toCanonicalString();
  }
}
