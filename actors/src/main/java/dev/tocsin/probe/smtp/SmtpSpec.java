package dev.tocsin.probe.smtp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Login;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A mail server and what is asked of it. Values are valid: {@link SmtpSpecs} makes one from what a
 * person wrote.
 *
 * @param verifyTls whether the certificate must be valid
 * @param login with a user; null asks for none
 * @param heloName what Tocsin calls itself
 * @param degradedOver a check that takes longer is degraded
 */
public record SmtpSpec(
    Endpoint endpoint,
    Security security,
    boolean verifyTls,
    @Nullable Login login,
    String heloName,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /** When TLS begins. */
  public enum Security {
    NONE,
    STARTTLS,
    TLS
  }

  @Override
  @JsonIgnore
  public String type() {
    return "smtp";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
