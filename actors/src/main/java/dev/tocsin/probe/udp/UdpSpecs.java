package dev.tocsin.probe.udp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Escapes;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.udp.UdpSpec.Datagram;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code udp} of the API. */
final class UdpSpecs {
  /** What fits into one packet on every network. */
  private static final int MOST_BYTES = 1_200;

  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private UdpSpecs() {}

  static UdpSpec read(Input input) {
    return new UdpSpec(
        Endpoint.read(input),
        readDatagram(input),
        Expectation.read(input).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(UdpSpec spec) {
    ObjectNode udp = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(udp);
    Datagram datagram = spec.datagram();
    udp.put("send", datagram.isHex() ? null : datagram.text());
    udp.put("sendHex", datagram.isHex() ? datagram.text() : null);
    Expectation.write(spec.expect(), udp);
    @Nullable Duration degradedOver = spec.degradedOver();
    udp.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return udp;
  }

  private static Datagram readDatagram(Input input) {
    Optional<String> text = input.verbatim("send", 4 * MOST_BYTES);
    Optional<String> hex = input.verbatim("sendHex", 4 * MOST_BYTES);
    if (!input.has("send") && !input.has("sendHex")) {
      input.missing("send", "what is sent, a text; or give sendHex");
    }
    input.check(
        !input.has("send") || !input.has("sendHex"), "sendHex", "Give either send or sendHex.");
    if (hex.isPresent()) {
      return readHex(input, hex.get());
    }
    String sent = text.orElse("");
    Optional<String> fault = Escapes.fault(sent);
    fault.ifPresent(why -> input.fault("send", why));
    if (fault.isEmpty()) {
      input.check(
          Escapes.bytes(sent).length <= MOST_BYTES,
          "send",
          "It must have at most " + MOST_BYTES + " bytes.");
    }
    return new Datagram(sent, false);
  }

  private static Datagram readHex(Input input, String written) {
    String digits = written.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
    boolean isHex = digits.length() % 2 == 0 && digits.matches("[0-9a-f]*");
    input.check(
        isHex && digits.length() <= 2 * MOST_BYTES,
        "sendHex",
        "It must be pairs of hexadecimal digits, at most " + MOST_BYTES + " of them.");
    return new Datagram(isHex ? digits : "", true);
  }
}
