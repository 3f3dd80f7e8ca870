package dev.tocsin.probe.ping;

/** Why a ping did not arrive, as the kernel tells it. */
enum IcmpFault {
  NETWORK_UNREACHABLE("there is no route to its network"),
  HOST_UNREACHABLE("the last router, or one on the way, cannot reach the host"),
  REFUSED("the host refuses pings"),
  FORBIDDEN("this machine's firewall does not let pings out"),
  TOO_LARGE("the packet is too large for the way"),
  NO_FAMILY("this machine has no IPv6"),
  OTHER("the network reports an error");

  private final String words;

  IcmpFault(String words) {
    this.words = words;
  }

  /** The end of a sentence. */
  String words() {
    return words;
  }
}
