package dev.tocsin.app;

import dev.tocsin.heartbeat.HeartbeatKind;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.ManualCheckKind;
import dev.tocsin.probe.dns.DnsCheckKind;
import dev.tocsin.probe.dns.DnsProbe;
import dev.tocsin.probe.domain.DomainCheckKind;
import dev.tocsin.probe.domain.DomainProbe;
import dev.tocsin.probe.grpc.GrpcCheckKind;
import dev.tocsin.probe.grpc.GrpcProbe;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.HttpCheckKind;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Datagrams;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.DnsNames;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import dev.tocsin.probe.ping.Echoes;
import dev.tocsin.probe.ping.PingCheckKind;
import dev.tocsin.probe.ping.PingProbe;
import dev.tocsin.probe.redis.RedisCheckKind;
import dev.tocsin.probe.redis.RedisProbe;
import dev.tocsin.probe.smtp.SmtpCheckKind;
import dev.tocsin.probe.smtp.SmtpProbe;
import dev.tocsin.probe.sql.SqlCheckKind;
import dev.tocsin.probe.sql.SqlProbe;
import dev.tocsin.probe.tcp.TcpCheckKind;
import dev.tocsin.probe.tcp.TcpProbe;
import dev.tocsin.probe.tls.TlsCheckKind;
import dev.tocsin.probe.tls.TlsProbe;
import dev.tocsin.probe.udp.UdpCheckKind;
import dev.tocsin.probe.udp.UdpProbe;
import dev.tocsin.probe.websocket.WebSocketCheckKind;
import dev.tocsin.probe.websocket.WebSocketProbe;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Every kind of check that there is. */
final class KnownKinds {
  private KnownKinds() {}

  /**
   * @param rdapBootstrap where the list of RDAP servers is
   */
  static List<CheckKind<?>> of(
      Network network,
      DnsNames names,
      Dialer dialer,
      AddressPolicy policy,
      Trust trust,
      Echoes echoes,
      URI rdapBootstrap,
      InstantSource clock) {
    List<CheckKind<?>> kinds = new ArrayList<>();
    HttpProbe http = new HttpProbe(network, dialer, trust, clock, Version.CURRENT);
    kinds.add(new HttpCheckKind(http, policy));
    kinds.add(new DomainCheckKind(new DomainProbe(new Fetch(http), rdapBootstrap, clock), policy));
    kinds.add(new HeartbeatKind());
    kinds.add(new DnsCheckKind(new DnsProbe(network, names, policy, clock), policy));
    kinds.add(new ManualCheckKind());
    kinds.add(new PingCheckKind(new PingProbe(network, names, policy, echoes, clock), policy));
    kinds.add(new SqlCheckKind(new SqlProbe(network, names, policy, trust, clock), policy));
    Conversations conversations = new Conversations(network, dialer, trust, clock);
    kinds.add(new TcpCheckKind(new TcpProbe(conversations), policy));
    kinds.add(new TlsCheckKind(new TlsProbe(conversations), policy));
    kinds.add(new SmtpCheckKind(new SmtpProbe(conversations), policy));
    kinds.add(new RedisCheckKind(new RedisProbe(conversations), policy));
    Datagrams datagrams = new Datagrams(network, names, policy, clock);
    kinds.add(new UdpCheckKind(new UdpProbe(datagrams), policy));
    kinds.add(new WebSocketCheckKind(new WebSocketProbe(conversations, Version.CURRENT), policy));
    kinds.add(new GrpcCheckKind(new GrpcProbe(conversations, Version.CURRENT), policy));
    return kinds;
  }
}
