package dev.tocsin.probe.ping;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A host to ping. Values are valid: {@link PingSpecs} makes one from what a person wrote.
 *
 * @param host a name in the letters of DNS, or an address without brackets
 * @param packets how many are sent, 1 to 5
 * @param packetSize bytes of each packet after the 8 of ICMP's head
 * @param maxLoss percent of the packets; when more are lost the host is degraded
 * @param degradedOver a host whose answers take longer on average is degraded
 */
public record PingSpec(
    String host, int packets, int packetSize, int maxLoss, @Nullable Duration degradedOver)
    implements CheckSpec {

  @Override
  @JsonIgnore
  public String type() {
    return "ping";
  }

  @Override
  @JsonIgnore
  public String target() {
    return host;
  }
}
