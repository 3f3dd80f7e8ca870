package dev.tocsin.probe.udp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Escapes;
import dev.tocsin.probe.net.Expectation;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A port, the datagram that is sent to it and what must come back. Values are valid: {@link
 * UdpSpecs} makes one from what a person wrote.
 *
 * @param expect null takes any answer
 * @param degradedOver a check that takes longer is degraded
 */
public record UdpSpec(
    Endpoint endpoint,
    Datagram datagram,
    @Nullable Expectation expect,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /**
   * @param text with the escapes of {@link Escapes}, or hexadecimal digits
   */
  public record Datagram(String text, boolean isHex) {
    @JsonIgnore
    public byte[] bytes() {
      return isHex ? HexFormat.of().parseHex(text) : Escapes.bytes(text);
    }
  }

  /** What is sent may be a secret. */
  @Override
  public String toString() {
    return "UdpSpec[" + endpoint + "]";
  }

  @Override
  @JsonIgnore
  public String type() {
    return "udp";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
