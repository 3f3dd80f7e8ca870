package dev.tocsin.heartbeat;

import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.access.DerivedKeys;

/** The key that each organization's ping addresses by slug begin with; nothing of it is stored. */
public final class PingKeys {
  /** 132 bits. */
  private static final int LENGTH = 22;

  private final DerivedKeys keys;

  public PingKeys(DerivedKeys keys) {
    this.keys = keys;
  }

  public String of(Organization organization) {
    return keys.sign("ping-key", organization.id() + ":" + organization.pingKeyVersion())
        .substring(0, LENGTH);
  }
}
