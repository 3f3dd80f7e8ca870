package dev.tocsin.probe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.probe.dns.DnsSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.probe.ping.PingSpec;
import dev.tocsin.probe.tcp.TcpSpec;

/**
 * What is asked of a target: one kind per folder beside this file, each with its {@link CheckKind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HeartbeatSpec.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = DnsSpec.class, name = "dns"),
  @JsonSubTypes.Type(value = HttpSpec.class, name = "http"),
  @JsonSubTypes.Type(value = ManualSpec.class, name = "manual"),
  @JsonSubTypes.Type(value = PingSpec.class, name = "ping"),
  @JsonSubTypes.Type(value = TcpSpec.class, name = "tcp")
})
public interface CheckSpec {
  /** The kind's name in the API. */
  String type();

  /** What a check goes to, for a person and for the limit per host: a host, an address, a name. */
  String target();
}
