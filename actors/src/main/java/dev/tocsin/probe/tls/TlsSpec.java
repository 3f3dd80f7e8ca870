package dev.tocsin.probe.tls;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.StartTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server and what its certificate must be. Values are valid: {@link TlsSpecs} makes one from what
 * a person wrote.
 *
 * @param startTls what is said before the handshake; null where it comes at once
 * @param serverName what the certificate must be for; null where it is the host
 * @param days when few days are too few
 * @param issuer a text that the issuer must have in it; null takes any
 * @param verify whether chain and name are judged, not only the days
 * @param degradedOver a check that takes longer is degraded
 */
public record TlsSpec(
    Endpoint endpoint,
    @Nullable StartTls startTls,
    @Nullable String serverName,
    Days days,
    @Nullable String issuer,
    boolean verify,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /**
   * @param warn degraded with fewer days left
   * @param critical down with fewer days left; at most {@code warn}
   */
  public record Days(int warn, int critical) {}

  /** Whom the certificate must be for. */
  @JsonIgnore
  public String name() {
    return serverName == null ? endpoint.host() : serverName;
  }

  @Override
  @JsonIgnore
  public String type() {
    return "tls";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
