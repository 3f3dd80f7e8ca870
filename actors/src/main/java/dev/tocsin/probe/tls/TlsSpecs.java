package dev.tocsin.probe.tls;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Hosts;
import dev.tocsin.probe.net.StartTls;
import dev.tocsin.probe.tls.TlsSpec.Days;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code tls} of the API. */
final class TlsSpecs {
  private static final int USUAL_PORT = 443;
  private static final int USUAL_WARN_DAYS = 14;
  private static final int USUAL_CRITICAL_DAYS = 3;
  private static final int MOST_DAYS = 825;
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private TlsSpecs() {}

  static TlsSpec read(Input input) {
    return new TlsSpec(
        Endpoint.read(input, USUAL_PORT),
        input.choice("starttls", StartTls.class).orElse(null),
        readServerName(input).orElse(null),
        readDays(input),
        input.optionalText("issuer", 256).orElse(null),
        input.bool("verify").orElse(true),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(TlsSpec spec) {
    ObjectNode tls = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(tls);
    @Nullable StartTls startTls = spec.startTls();
    tls.put("starttls", startTls == null ? null : startTls.word());
    tls.put("serverName", spec.serverName());
    tls.put("warnDays", spec.days().warn());
    tls.put("criticalDays", spec.days().critical());
    tls.put("issuer", spec.issuer());
    tls.put("verify", spec.verify());
    @Nullable Duration degradedOver = spec.degradedOver();
    tls.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return tls;
  }

  private static Optional<String> readServerName(Input input) {
    return input
        .optionalText("serverName", 253)
        .flatMap(
            written -> {
              try {
                return Optional.of(Hosts.parse(written));
              } catch (IllegalArgumentException wrong) {
                input.fault("serverName", String.valueOf(wrong.getMessage()));
                return Optional.empty();
              }
            });
  }

  private static Days readDays(Input input) {
    int warn = input.integer("warnDays", 0, MOST_DAYS).orElse(USUAL_WARN_DAYS);
    int critical =
        input.integer("criticalDays", 0, MOST_DAYS).orElse(Math.min(warn, USUAL_CRITICAL_DAYS));
    input.check(
        critical <= warn, "criticalDays", "It must be at most warnDays, which is " + warn + ".");
    return new Days(warn, critical);
  }
}
