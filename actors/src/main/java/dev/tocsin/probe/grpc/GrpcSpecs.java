package dev.tocsin.probe.grpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.grpc.GrpcSpec.Metadata;
import dev.tocsin.probe.grpc.GrpcSpec.Tls;
import dev.tocsin.probe.http.HeaderFields;
import dev.tocsin.probe.net.Endpoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code grpc} of the API. */
final class GrpcSpecs {
  /** Tocsin writes these itself, or HTTP/2 does not have them. */
  private static final Set<String> OWN =
      Set.of(
          "content-type",
          "content-length",
          "te",
          "user-agent",
          "host",
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade");

  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private GrpcSpecs() {}

  static GrpcSpec read(Input input) {
    return new GrpcSpec(
        Endpoint.read(input),
        new Tls(input.bool("tls").orElse(false), input.bool("verifyTls").orElse(true)),
        input.verbatim("service", 256).map(String::strip).orElse(""),
        readMetadata(input),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(GrpcSpec spec) {
    ObjectNode grpc = JsonNodeFactory.instance.objectNode();
    spec.endpoint().write(grpc);
    grpc.put("tls", spec.tls().on());
    grpc.put("verifyTls", spec.tls().verify());
    grpc.put("service", spec.service());
    HeaderFields.write(spec.metadata().values(), grpc.putObject("metadata"));
    @Nullable Duration degradedOver = spec.degradedOver();
    grpc.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return grpc;
  }

  private static Metadata readMetadata(Input input) {
    Map<String, String> values = new LinkedHashMap<>();
    HeaderFields.read(input, "metadata", name -> OWN.contains(name) || name.startsWith("grpc-"))
        .forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
    return new Metadata(values);
  }
}
