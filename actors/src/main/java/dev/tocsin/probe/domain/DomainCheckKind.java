package dev.tocsin.probe.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.http.HttpUrl;
import java.util.Optional;

/** Checks of when a domain name expires. There are no secrets in them. */
public final class DomainCheckKind implements CheckKind<DomainSpec> {
  private final Probe<DomainSpec> probe;
  private final AddressPolicy policy;

  /**
   * @param policy what the probe may ask, so that a server which it would always refuse is not
   *     configured in the first place
   */
  public DomainCheckKind(Probe<DomainSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "domain";
  }

  @Override
  public Class<DomainSpec> specClass() {
    return DomainSpec.class;
  }

  @Override
  public DomainSpec read(Input input) {
    DomainSpec spec = DomainSpecs.read(input);
    if (spec.server() != null
        && policy.judgeLiteral(HttpUrl.host(spec.server()), HttpUrl.port(spec.server()))
            instanceof AddressPolicy.Refused(String why)) {
      input.fault("server", why + ". Enter another address.");
    }
    return spec;
  }

  @Override
  public ObjectNode write(DomainSpec spec) {
    return DomainSpecs.write(spec);
  }

  @Override
  public Optional<Probe<DomainSpec>> probe() {
    return Optional.of(probe);
  }
}
