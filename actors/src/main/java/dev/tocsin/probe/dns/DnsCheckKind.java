package dev.tocsin.probe.dns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import java.util.Optional;

/** Checks of what name servers answer. There are no secrets in them. */
public final class DnsCheckKind implements CheckKind<DnsSpec> {
  private final Probe<DnsSpec> probe;
  private final AddressPolicy policy;

  /**
   * @param policy what the probe may ask, so that a resolver which it would always refuse is not
   *     configured in the first place
   */
  public DnsCheckKind(Probe<DnsSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public Class<DnsSpec> specClass() {
    return DnsSpec.class;
  }

  @Override
  public DnsSpec read(Input input) {
    DnsSpec spec = DnsSpecs.read(input);
    if (spec.resolver() != null
        && policy.judgeLiteral(spec.resolver().host(), spec.resolver().port())
            instanceof AddressPolicy.Refused(String why)) {
      input.fault("resolver", why + ". Enter another address.");
    }
    return spec;
  }

  @Override
  public ObjectNode write(DnsSpec spec) {
    return DnsSpecs.write(spec);
  }

  @Override
  public Optional<Probe<DnsSpec>> probe() {
    return Optional.of(probe);
  }
}
