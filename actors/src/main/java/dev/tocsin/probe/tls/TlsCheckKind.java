package dev.tocsin.probe.tls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.Optional;

/** Checks of the certificate that a server shows. */
public final class TlsCheckKind implements CheckKind<TlsSpec> {
  private final Probe<TlsSpec> probe;
  private final AddressPolicy policy;

  public TlsCheckKind(Probe<TlsSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "tls";
  }

  @Override
  public Class<TlsSpec> specClass() {
    return TlsSpec.class;
  }

  @Override
  public TlsSpec read(Input input) {
    TlsSpec spec = TlsSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(TlsSpec spec) {
    return TlsSpecs.write(spec);
  }

  @Override
  public Optional<Probe<TlsSpec>> probe() {
    return Optional.of(probe);
  }
}
