package dev.tocsin.probe.smtp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Hosts;
import dev.tocsin.probe.net.Login;
import dev.tocsin.probe.smtp.SmtpSpec.Security;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code smtp} of the API. */
final class SmtpSpecs {
  private static final Duration SLOWEST = Duration.ofMinutes(5);
  private static final String USUAL_NAME = "tocsin";

  private SmtpSpecs() {}

  static SmtpSpec read(Input input) {
    Security security = input.choice("security", Security.class).orElse(Security.NONE);
    @Nullable Login login = Login.read(input, true).orElse(null);
    return new SmtpSpec(
        Endpoint.read(input, usualPort(security, login)),
        security,
        input.bool("verifyTls").orElse(true),
        login,
        readName(input),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(SmtpSpec spec) {
    ObjectNode smtp = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(smtp);
    smtp.put("security", spec.security().name().toLowerCase(Locale.ROOT));
    smtp.put("verifyTls", spec.verifyTls());
    Login.write(spec.login(), smtp);
    smtp.put("heloName", spec.heloName());
    @Nullable Duration degradedOver = spec.degradedOver();
    smtp.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return smtp;
  }

  /** Servers take mail at 25, and that of their own users at 587 (RFC 6409) and 465 (RFC 8314). */
  private static int usualPort(Security security, @Nullable Login login) {
    return switch (security) {
      case TLS -> 465;
      case NONE, STARTTLS -> login == null ? 25 : 587;
    };
  }

  private static String readName(Input input) {
    String written = input.optionalText("heloName", 253).orElse(USUAL_NAME);
    try {
      return Hosts.nameOrIpv4(written);
    } catch (IllegalArgumentException wrong) {
      input.fault("heloName", "It must be a name such as monitor.example.");
      return USUAL_NAME;
    }
  }
}
