package dev.tocsin.probe.udp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.Optional;

/** Checks that a datagram is answered. */
public final class UdpCheckKind implements CheckKind<UdpSpec> {
  private final Probe<UdpSpec> probe;
  private final AddressPolicy policy;

  public UdpCheckKind(Probe<UdpSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "udp";
  }

  @Override
  public Class<UdpSpec> specClass() {
    return UdpSpec.class;
  }

  @Override
  public UdpSpec read(Input input) {
    UdpSpec spec = UdpSpecs.read(input);
    spec.endpoint().judge(input, policy);
    return spec;
  }

  @Override
  public ObjectNode write(UdpSpec spec) {
    return UdpSpecs.write(spec);
  }

  @Override
  public Optional<Probe<UdpSpec>> probe() {
    return Optional.of(probe);
  }
}
