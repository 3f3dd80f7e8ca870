package dev.tocsin.probe.net;

import dev.tocsin.probe.AddressPolicy;
import io.netty.channel.EventLoop;

/** Opens connections: to addresses that the policy allows, and to the first that answers. */
public final class Dialer {
  private final Network network;
  private final Names names;
  private final AddressPolicy policy;

  public Dialer(Network network, Names names, AddressPolicy policy) {
    this.network = network;
    this.names = names;
    this.policy = policy;
  }

  /**
   * Begins at once; to be called on the event loop.
   *
   * @param host a name or an address, without brackets
   */
  public Dial dial(EventLoop loop, String host, int port) {
    Dial dial = new Dial(network.connections(loop), policy, loop, host, port);
    dial.begin(names);
    return dial;
  }
}
