package dev.tocsin.probe.ping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Hosts;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code ping} of the API. */
final class PingSpecs {
  private static final Duration SLOWEST = Duration.ofMinutes(1);
  private static final int MOST_PACKETS = 5;
  private static final int DEFAULT_PACKETS = 3;

  /** What ping(8) sends. */
  private static final int DEFAULT_SIZE = 56;

  /** What fits into one frame of Ethernet with the heads of IPv6 and ICMP. */
  private static final int LARGEST_SIZE = 1_452;

  private static final int DEFAULT_MAX_LOSS = 50;

  private PingSpecs() {}

  static PingSpec read(Input input) {
    return new PingSpec(
        readHost(input),
        input.integer("packets", 1, MOST_PACKETS).orElse(DEFAULT_PACKETS),
        input.integer("packetSize", Packets.TOKEN_BYTES, LARGEST_SIZE).orElse(DEFAULT_SIZE),
        input.integer("maxLoss", 0, 99).orElse(DEFAULT_MAX_LOSS),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(PingSpec spec) {
    @Nullable Duration degradedOver = spec.degradedOver();
    return JsonNodeFactory.instance
        .objectNode()
        .put("host", spec.host())
        .put("packets", spec.packets())
        .put("packetSize", spec.packetSize())
        .put("maxLoss", spec.maxLoss())
        .put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
  }

  private static String readHost(Input input) {
    Optional<String> written = input.optionalText("host", 253);
    if (written.isEmpty()) {
      input.missing("host", "a name such as shop.example or an address");
      return "invalid";
    }
    try {
      return Hosts.parse(written.get());
    } catch (IllegalArgumentException wrong) {
      input.fault("host", String.valueOf(wrong.getMessage()));
      return "invalid";
    }
  }
}
