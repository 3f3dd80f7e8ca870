package dev.tocsin.probe.tcp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.StartTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A port, what is sent to it and what must come back. Values are valid: {@link TcpSpecs} makes one
 * from what a person wrote.
 *
 * @param security whether and how TLS is spoken
 * @param send with the escapes of {@link dev.tocsin.probe.net.Escapes}; null sends nothing
 * @param expect null expects nothing
 * @param degradedOver a check that takes longer is degraded
 */
public record TcpSpec(
    Endpoint endpoint,
    Security security,
    @Nullable String send,
    @Nullable Expectation expect,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /** When TLS begins. */
  public enum Tls {
    NONE,
    DIRECT,
    STARTTLS
  }

  /**
   * @param startTls what is said before the handshake; not null where TLS begins by it
   * @param verify whether the certificate must be valid
   */
  public record Security(Tls tls, @Nullable StartTls startTls, boolean verify) {}

  /** What is sent may be a secret. */
  @Override
  public String toString() {
    return "TcpSpec[" + endpoint + ", " + security.tls() + "]";
  }

  @Override
  @JsonIgnore
  public String type() {
    return "tcp";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
