package dev.tocsin.probe.dns;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Asks name servers: those of the machine, which are the operator's choice, or any other. */
public final class DnsProbe implements Probe<DnsSpec> {
  private final Network network;
  private final Names names;
  private final AddressPolicy policy;
  private final DnsServerAddressStreamProvider machine;
  private final InstantSource clock;

  /**
   * @param names for resolvers that are given by name
   * @param policy of the resolvers that a person gave; those of the machine are not judged
   */
  public DnsProbe(Network network, Names names, AddressPolicy policy, InstantSource clock) {
    this(network, names, policy, DnsServerAddressStreamProviders.platformDefault(), clock);
  }

  /**
   * @param machine the name servers that are asked where no resolver is given
   */
  DnsProbe(
      Network network,
      Names names,
      AddressPolicy policy,
      DnsServerAddressStreamProvider machine,
      InstantSource clock) {
    this.network = network;
    this.names = names;
    this.policy = policy;
    this.machine = machine;
    this.clock = clock;
  }

  @Override
  public CompletionStage<CheckResult> check(DnsSpec spec, Duration timeout) {
    try {
      return new DnsCheck(this, spec, timeout, network.next()).begin();
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  Network network() {
    return network;
  }

  Names names() {
    return names;
  }

  AddressPolicy policy() {
    return policy;
  }

  DnsServerAddressStreamProvider machine() {
    return machine;
  }

  InstantSource clock() {
    return clock;
  }
}
