package dev.tocsin.probe.tcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Escapes;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.StartTls;
import dev.tocsin.probe.tcp.TcpSpec.Security;
import dev.tocsin.probe.tcp.TcpSpec.Tls;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code tcp} of the API. */
final class TcpSpecs {
  private static final Duration SLOWEST = Duration.ofMinutes(5);
  private static final int MOST_SENT = 4_096;

  private TcpSpecs() {}

  static TcpSpec read(Input input) {
    return new TcpSpec(
        Endpoint.read(input),
        readSecurity(input),
        readSend(input).orElse(null),
        Expectation.read(input).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(TcpSpec spec) {
    ObjectNode tcp = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(tcp);
    tcp.put("tls", spec.security().tls().name().toLowerCase(Locale.ROOT));
    @Nullable StartTls startTls = spec.security().startTls();
    tcp.put("starttls", startTls == null ? null : startTls.word());
    tcp.put("verifyTls", spec.security().verify());
    tcp.put("send", spec.send());
    Expectation.write(spec.expect(), tcp);
    @Nullable Duration degradedOver = spec.degradedOver();
    tcp.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return tcp;
  }

  private static Security readSecurity(Input input) {
    Optional<StartTls> startTls = input.choice("starttls", StartTls.class);
    Optional<Tls> tls = input.choice("tls", Tls.class);
    Tls meant = tls.orElse(startTls.isPresent() ? Tls.STARTTLS : Tls.NONE);
    if (meant == Tls.STARTTLS && !input.has("starttls")) {
      input.missing("starttls", "the protocol that begins in plain text, such as \"smtp\"");
    }
    input.check(
        meant == Tls.STARTTLS || !input.has("starttls"),
        "starttls",
        "It must be left out, or tls must be \"starttls\".");
    return new Security(meant, startTls.orElse(null), input.bool("verifyTls").orElse(true));
  }

  private static Optional<String> readSend(Input input) {
    Optional<String> send = input.verbatim("send", MOST_SENT);
    send.flatMap(Escapes::fault).ifPresent(fault -> input.fault("send", fault));
    return send.filter(text -> !text.isEmpty());
  }
}
