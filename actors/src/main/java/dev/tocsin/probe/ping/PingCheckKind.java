package dev.tocsin.probe.ping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.Optional;

/** Checks of hosts by ICMP echo. There are no secrets in them. */
public final class PingCheckKind implements CheckKind<PingSpec> {
  private final Probe<PingSpec> probe;
  private final AddressPolicy policy;

  /**
   * @param policy what the probe may ping, so that an address which it would always refuse is not
   *     configured in the first place
   */
  public PingCheckKind(Probe<PingSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "ping";
  }

  @Override
  public Class<PingSpec> specClass() {
    return PingSpec.class;
  }

  @Override
  public PingSpec read(Input input) {
    PingSpec spec = PingSpecs.read(input);
    if (policy.judgeLiteral(spec.host(), PingProbe.NO_PORT)
        instanceof AddressPolicy.Refused(String why)) {
      input.fault("host", why + ". Enter another address.");
    }
    return spec;
  }

  @Override
  public ObjectNode write(PingSpec spec) {
    return PingSpecs.write(spec);
  }

  @Override
  public Optional<Probe<PingSpec>> probe() {
    return Optional.of(probe);
  }
}
