package dev.tocsin.conf;

/** Who may have an organization here. */
public record TenancySettings(SignUp signUp) {
  /** Whether strangers may create an organization. */
  public enum SignUp {
    CLOSED,
    OPEN
  }

  static TenancySettings read(SettingsReader reader) {
    return new TenancySettings(reader.choice("tocsin.tenancy.sign-up", SignUp.class));
  }
}
