package dev.tocsin.notify.http;

import dev.tocsin.probe.AddressPolicy;
import java.time.InstantSource;

/** What the kinds of channel that speak HTTP are made of. */
public record Services(Caller caller, AddressPolicy policy, InstantSource clock) {
  /**
   * @param label as people read it
   */
  public Service named(String label, Dialect dialect) {
    return new Service(label, dialect, caller, clock);
  }

  public ServiceFields fields() {
    return new ServiceFields(policy);
  }
}
