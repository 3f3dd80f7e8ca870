package dev.tocsin.app;

import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckQueue;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.DnsNames;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import dev.tocsin.probe.ping.Echoes;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

/** What this node checks with: the network, the kinds of check, and the queue before them. */
final class Watching implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;

  private final Network network;
  private final DnsNames names;
  private final Trust trust;
  private final Echoes echoes;
  private final CheckQueue queue;
  private final CheckKinds kinds;

  private Watching(
      Network network,
      DnsNames names,
      Trust trust,
      Echoes echoes,
      CheckQueue queue,
      CheckKinds kinds) {
    this.network = network;
    this.names = names;
    this.trust = trust;
    this.echoes = echoes;
    this.queue = queue;
    this.kinds = kinds;
  }

  private static Trust trust(Path authorities) {
    try {
      return Trust.withFile(authorities);
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException("tocsin.checks.authorities: " + wrong.getMessage() + ".");
    }
  }

  /**
   * @param own endpoints of Tocsin itself, which no check may reach
   */
  static Watching open(
      Settings settings,
      Supplier<Collection<InetSocketAddress>> own,
      InstantSource clock,
      MeterRegistry registry) {
    AddressPolicy policy =
        new AddressPolicy(
            () -> settings.checks().allowsPrivateTargets(settings.tenancy()),
            "tocsin.checks.private-targets",
            own);
    Network network = Network.open(EVENT_LOOPS);
    DnsNames names = new DnsNames(network);
    Trust trust = settings.checks().authorities().map(Watching::trust).orElseGet(Trust::ofJvm);
    Echoes echoes = Echoes.ofSystem();
    CheckQueue queue =
        new CheckQueue(
            CheckQueue.Limits.of(settings.checks().maxInFlight(), settings.checks().perHost()),
            network::isBusy,
            registry);
    CheckKinds kinds =
        new CheckKinds(
            KnownKinds.of(
                network,
                names,
                new Dialer(network, names, policy),
                policy,
                trust,
                echoes,
                settings.checks().rdapBootstrap(),
                clock),
            queue,
            registry);
    return new Watching(network, names, trust, echoes, queue, kinds);
  }

  CheckKinds kinds() {
    return kinds;
  }

  @Override
  public void close() {
    queue.close();
    echoes.close();
    names.close();
    trust.close();
    network.close();
  }
}
