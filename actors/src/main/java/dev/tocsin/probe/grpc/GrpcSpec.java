package dev.tocsin.probe.grpc;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.net.Endpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server and the service whose health is asked for. Values are valid: {@link GrpcSpecs} makes one
 * from what a person wrote.
 *
 * @param service empty for the server as a whole
 * @param degradedOver a check that takes longer is degraded
 */
public record GrpcSpec(
    Endpoint endpoint, Tls tls, String service, Metadata metadata, @Nullable Duration degradedOver)
    implements CheckSpec {

  /**
   * @param verify whether the certificate must be valid
   */
  public record Tls(boolean on, boolean verify) {}

  /**
   * @param values by name in lower case, in the order given
   */
  public record Metadata(Map<String, String> values) {
    public Metadata {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
      return values.keySet().toString();
    }
  }

  @Override
  @JsonIgnore
  public String type() {
    return "grpc";
  }

  @Override
  @JsonIgnore
  public String target() {
    return endpoint.host();
  }
}
