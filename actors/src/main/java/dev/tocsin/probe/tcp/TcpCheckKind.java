package dev.tocsin.probe.tcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.Optional;

/** Checks of a port: that it takes connections and, where asked, says what it should. */
public final class TcpCheckKind implements CheckKind<TcpSpec> {
  private final Probe<TcpSpec> probe;
  private final AddressPolicy policy;

  public TcpCheckKind(Probe<TcpSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public Class<TcpSpec> specClass() {
    return TcpSpec.class;
  }

  @Override
  public TcpSpec read(Input input) {
    TcpSpec spec = TcpSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(TcpSpec spec) {
    return TcpSpecs.write(spec);
  }

  @Override
  public Optional<Probe<TcpSpec>> probe() {
    return Optional.of(probe);
  }
}
