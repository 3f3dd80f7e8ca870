package dev.tocsin.probe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.probe.dns.DnsSpec;
import dev.tocsin.probe.domain.DomainSpec;
import dev.tocsin.probe.grpc.GrpcSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.probe.ping.PingSpec;
import dev.tocsin.probe.redis.RedisSpec;
import dev.tocsin.probe.smtp.SmtpSpec;
import dev.tocsin.probe.sql.SqlSpec;
import dev.tocsin.probe.tcp.TcpSpec;
import dev.tocsin.probe.tls.TlsSpec;
import dev.tocsin.probe.udp.UdpSpec;
import dev.tocsin.probe.websocket.WebSocketSpec;

/**
 * What is asked of a target: one kind per folder beside this file, each with its {@link CheckKind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DnsSpec.class, name = "dns"),
  @JsonSubTypes.Type(value = DomainSpec.class, name = "domain"),
  @JsonSubTypes.Type(value = GrpcSpec.class, name = "grpc"),
  @JsonSubTypes.Type(value = HeartbeatSpec.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = HttpSpec.class, name = "http"),
  @JsonSubTypes.Type(value = ManualSpec.class, name = "manual"),
  @JsonSubTypes.Type(value = PingSpec.class, name = "ping"),
  @JsonSubTypes.Type(value = RedisSpec.class, name = "redis"),
  @JsonSubTypes.Type(value = SmtpSpec.class, name = "smtp"),
  @JsonSubTypes.Type(value = SqlSpec.class, name = "sql"),
  @JsonSubTypes.Type(value = TcpSpec.class, name = "tcp"),
  @JsonSubTypes.Type(value = TlsSpec.class, name = "tls"),
  @JsonSubTypes.Type(value = UdpSpec.class, name = "udp"),
  @JsonSubTypes.Type(value = WebSocketSpec.class, name = "websocket")
})
public interface CheckSpec {
  /** The kind's name in the API. */
  String type();

  /** What a check goes to, for a person and for the limit per host: a host, an address, a name. */
  String target();
}
