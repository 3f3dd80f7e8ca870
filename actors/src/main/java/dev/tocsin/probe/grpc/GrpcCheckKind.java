package dev.tocsin.probe.grpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.grpc.GrpcSpec.Metadata;
import dev.tocsin.probe.http.HeaderFields;
import java.util.List;
import java.util.Optional;

/** Checks of gRPC servers by their standard health service. */
public final class GrpcCheckKind implements CheckKind<GrpcSpec> {
  private final Probe<GrpcSpec> probe;
  private final AddressPolicy policy;

  public GrpcCheckKind(Probe<GrpcSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "grpc";
  }

  @Override
  public Class<GrpcSpec> specClass() {
    return GrpcSpec.class;
  }

  @Override
  public GrpcSpec read(Input input) {
    GrpcSpec spec = GrpcSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(GrpcSpec spec) {
    return GrpcSpecs.write(spec);
  }

  @Override
  public GrpcSpec keepSecrets(GrpcSpec before, GrpcSpec after) {
    boolean sameTarget =
        before.endpoint().equals(after.endpoint()) && before.tls().on() == after.tls().on();
    return sameTarget
        ? new GrpcSpec(
            after.endpoint(),
            after.tls(),
            after.service(),
            new Metadata(HeaderFields.keep(before.metadata().values(), after.metadata().values())),
            after.degradedOver())
        : after;
  }

  @Override
  public List<FieldError> missingSecrets(GrpcSpec spec) {
    return HeaderFields.missing(spec.metadata().values(), "grpc.metadata");
  }

  @Override
  public Optional<Probe<GrpcSpec>> probe() {
    return Optional.of(probe);
  }
}
