package dev.tocsin.probe.ping;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Pings hosts. The total of the phases is the average time of the answers, which is what people
 * mean by a ping's time; where no answer came it is how long the check took.
 */
public final class PingProbe implements Probe<PingSpec> {
  /** For the policy, which judges addresses with ports: no port is Tocsin's own here. */
  static final int NO_PORT = 0;

  private final Network network;
  private final Names names;
  private final AddressPolicy policy;
  private final Echoes echoes;
  private final InstantSource clock;

  /**
   * @param echoes closed by whoever opened it
   */
  public PingProbe(
      Network network, Names names, AddressPolicy policy, Echoes echoes, InstantSource clock) {
    this.network = network;
    this.names = names;
    this.policy = policy;
    this.echoes = echoes;
    this.clock = clock;
  }

  @Override
  public CompletionStage<CheckResult> check(PingSpec spec, Duration timeout) {
    try {
      return new PingCheck(this, spec, timeout, network.next()).begin();
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  Names names() {
    return names;
  }

  AddressPolicy policy() {
    return policy;
  }

  Echoes echoes() {
    return echoes;
  }

  InstantSource clock() {
    return clock;
  }
}
