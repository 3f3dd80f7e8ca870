package dev.tocsin.probe.redis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Login;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server and what is asked of it. Values are valid: {@link RedisSpecs} makes one from what a
 * person wrote.
 *
 * @param login null asks for none
 * @param database the number of the one to select; null selects none
 * @param role what the server must be; null takes either
 * @param degradedOver a check that takes longer is degraded
 */
public record RedisSpec(
    Endpoint endpoint,
    Tls tls,
    @Nullable Login login,
    @Nullable Integer database,
    @Nullable Role role,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /**
   * @param verify whether the certificate must be valid
   */
  public record Tls(boolean on, boolean verify) {}

  /** Among servers that copy each other's data. */
  public enum Role {
    PRIMARY,
    REPLICA
  }

  @Override
  @JsonIgnore
  public String type() {
    return "redis";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
