package dev.tocsin.conf;

import java.util.Optional;

/** Whom the first start on empty data makes the owner. */
public record OwnerSettings(String email, Secret password) {
  private static final String EMAIL = "tocsin.owner.email";
  private static final String PASSWORD = "tocsin.owner.password";

  /** Empty where the first start prints a link instead. */
  static Optional<OwnerSettings> read(SettingsReader reader) {
    var email = reader.text(EMAIL);
    var password = reader.secret(PASSWORD);
    if (email.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (email.isEmpty() || password.isEmpty()) {
      throw new SettingsException(
          EMAIL
              + " and "
              + PASSWORD
              + " belong together, and only one of them is set; set both, or neither for a link to"
              + " set up with.");
    }
    if (!email.matches("[^@\\s]+@[^@\\s]+")) {
      throw reader.wrong(EMAIL, "an e-mail address");
    }
    return Optional.of(new OwnerSettings(email, password));
  }
}
