package dev.tocsin.conf;

/**
 * What this node's checks may do.
 *
 * @param maxInFlight checks under way at once on this node
 * @param perHost checks under way at once towards one target host
 */
public record CheckSettings(PrivateTargets privateTargets, int maxInFlight, int perHost) {
  /** Whether private and loopback addresses may be checked. */
  public enum PrivateTargets {
    /** Allowed while sign-up is closed. */
    AUTO,
    ALLOW,
    REFUSE
  }

  static CheckSettings read(SettingsReader reader) {
    return new CheckSettings(
        reader.choice("tocsin.checks.private-targets", PrivateTargets.class),
        reader.integer("tocsin.checks.max-in-flight", 1, 100_000),
        reader.integer("tocsin.checks.per-host", 1, 100_000));
  }

  /** The decision for an installation. */
  public boolean allowsPrivateTargets(TenancySettings tenancy) {
    return switch (privateTargets) {
      case AUTO -> tenancy.signUp() == TenancySettings.SignUp.CLOSED;
      case ALLOW -> true;
      case REFUSE -> false;
    };
  }
}
